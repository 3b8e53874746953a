namespace LaunchStack.Metrics.Benchmarks.Accept;

/// <summary>What one round measured of a route.</summary>
/// <param name="Empty">The empty method, as fast as it can be called.</param>
/// <param name="Product">The product, the same.</param>
/// <param name="EmptyAtHalf">The empty method at half of the product's rate.</param>
/// <param name="AtHalf">The product at half of its rate.</param>
internal sealed record AcceptRound(PushFigures Empty, PushFigures Product, PushFigures EmptyAtHalf, PushFigures AtHalf);
