using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Silo.Api.Live;

/// <summary>Reads samples of one instance, newest first.</summary>
/// <param name="limit">How many at the most.</param>
/// <param name="before">Where to start; null: at the newest.</param>
/// <param name="cancellationToken">Cancels the query.</param>
internal delegate Task<SamplePage> SampleReader(int limit, SampleCursor? before, CancellationToken cancellationToken);
