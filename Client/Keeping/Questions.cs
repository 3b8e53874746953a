using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Client.Keeping;

/// <summary>Instances to ask about.</summary>
/// <param name="Patient">Those whose flush may come by itself.</param>
/// <param name="Urgent">Those whose buffer is to be handed to the writer now.</param>
internal readonly record struct Questions(IReadOnlyList<DurabilityQuestion> Patient, IReadOnlyList<DurabilityQuestion> Urgent);
