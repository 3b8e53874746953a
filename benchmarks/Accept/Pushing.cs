namespace LaunchStack.Metrics.Benchmarks.Accept;

/// <summary>Pushes once and says how many samples were accepted.</summary>
/// <param name="caller">Who pushes, from 0: one after the other.</param>
/// <param name="number">Which push of the caller it is.</param>
internal delegate Task<int> Pushing(int caller, long number);
