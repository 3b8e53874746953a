// Much of their time these tests wait for the server, for locks and for limits of time.
[assembly: Xunit.v3.Parallelization(MaxThreads = 4)]
