namespace LaunchStack.Metrics.Models;

/// <summary>What a push waits for before it is answered.</summary>
[GenerateSerializer, Alias("launchstack.Acknowledgement")]
public enum Acknowledgement
{
    /// <summary>The samples are in a silo's memory.</summary>
    Accepted = 0,

    /// <summary>The samples are committed in the store.</summary>
    Durable = 1,
}
