namespace LaunchStack.Metrics.Benchmarks.Reads;

/// <summary>What <c>reads</c> does in a round.</summary>
/// <param name="Turns">How often service and database are asked by turns.</param>
/// <param name="PerS">How many questions of one kind are due in a second beside ingest.</param>
/// <param name="FleetPerS">The same of questions about all instances.</param>
/// <param name="Duration">For how long each kind is asked beside ingest.</param>
internal sealed record ReadsShape(int Turns, int PerS, int FleetPerS, TimeSpan Duration);
