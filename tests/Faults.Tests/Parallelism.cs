// These tests wait most of their time: for timeouts of the service, and for processes to come back.
[assembly: Xunit.v3.Parallelization(MaxThreads = 6)]
