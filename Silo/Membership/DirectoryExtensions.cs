using Orleans.Configuration;

namespace LaunchStack.Metrics.Silo.Membership;

/// <summary>Where grains are: docs/decisions/020-a-directory-that-is-handed-over.md.</summary>
internal static class DirectoryExtensions
{
    public static void UseSharedDirectory(this ISiloBuilder silo)
    {
#pragma warning disable ORLEANSEXP003 // The other one ends the grains of all silos whose entries were with the one that leaves.
        silo.AddDistributedGrainDirectory();
#pragma warning restore ORLEANSEXP003

        // What a dead silo had in its part may be registered again at once. Orleans would wait half a minute for it to notice that it is dead,
        // which keeps two activations apart; here two do no harm.
        silo.Configure<GrainDirectoryOptions>(options => options.RangeLeaseDuration = TimeSpan.Zero);
    }
}
