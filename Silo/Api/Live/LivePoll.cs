using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Silo.Api.Live;

/// <summary>What a feed saw last.</summary>
/// <param name="Page">The newest samples.</param>
/// <param name="Ended">Whether there is nothing more to come: the instance is gone.</param>
internal sealed record LivePoll(SamplePage Page, bool Ended);
