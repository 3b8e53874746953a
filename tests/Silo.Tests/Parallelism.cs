// Much of their time these tests wait for processes to start and to end.
[assembly: Xunit.v3.Parallelization(MaxThreads = 4)]
