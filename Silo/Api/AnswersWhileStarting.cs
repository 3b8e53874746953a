namespace LaunchStack.Metrics.Silo.Api;

/// <summary>Marks a call that needs no started silo.</summary>
internal sealed class AnswersWhileStarting;
