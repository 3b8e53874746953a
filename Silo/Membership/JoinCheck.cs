using System.Globalization;
using System.Net;
using LaunchStack.Metrics.Silo.Configuration;

namespace LaunchStack.Metrics.Silo.Membership;

/// <summary>
/// Asks before this silo joins whether it may, and once more when the others can see it: of two that come at the same time and do not go together,
/// one goes, or both where each sees the other. And a last time when it has reached all that are active, for then they live, however old their last sign of life is.
/// </summary>
internal sealed partial class JoinCheck(
    IMembershipTable table,
    ClusterClock clock,
    SiloTerms terms,
    ILocalSiloDetails silo,
    SiloConfiguration configuration,
    TimeProvider time,
    ILogger<JoinCheck> logger) : ILifecycleParticipant<ISiloLifecycle>
{
    // Before Orleans opens the membership table, and takes what has this silo's address for dead.
    private const int BeforeReplacing = ServiceLifecycleStage.RuntimeGrainServices - 1;

    // After the membership table has been opened, before this silo writes itself into it, and after that.
    private const int BeforeJoining = ServiceLifecycleStage.AfterRuntimeGrainServices - 1;
    private const int AfterJoining = ServiceLifecycleStage.AfterRuntimeGrainServices + 1;
    private const int AfterReachingOthers = ServiceLifecycleStage.ValidateInitialConnectivity + 1;

    public void Participate(ISiloLifecycle lifecycle)
    {
        lifecycle.Subscribe(nameof(JoinCheck), BeforeReplacing, CheckAddressAsync);
        lifecycle.Subscribe(nameof(JoinCheck), BeforeJoining, BeforeAsync);
        lifecycle.Subscribe(nameof(JoinCheck), AfterJoining, token => CheckTermsAsync(other => !IsStale(other), token));
        lifecycle.Subscribe(nameof(JoinCheck), AfterReachingOthers, token => CheckTermsAsync(other => !IsStale(other) || other.Status == SiloStatus.Active, token));
    }

    private async Task BeforeAsync(CancellationToken cancellationToken)
    {
        await clock.CheckAsync(cancellationToken);
        await CheckTermsAsync(other => !IsStale(other), cancellationToken);
        foreach (var stale in (await OthersAsync(cancellationToken)).Where(IsStale))
        {
            LogStale(
                Describe(stale),
                (time.GetUtcNow() - stale.IAmAliveTime).TotalSeconds.ToString("0", CultureInfo.InvariantCulture),
                configuration.Cluster.DeadAfter);
        }
    }

    /// <summary>
    /// Two machines that both tell others to find them at their own loopback address would each take the other's row for what they left behind themselves,
    /// and end it. At other addresses a new name is a container that was made anew.
    /// </summary>
    private async Task CheckAddressAsync(CancellationToken cancellationToken)
    {
        if (!IPAddress.IsLoopback(silo.SiloAddress.Endpoint.Address))
        {
            return;
        }

        await table.InitializeMembershipTableAsync(tryInitTableVersion: true, cancellationToken);
        if ((await MembersAsync(cancellationToken)).FirstOrDefault(IsElsewhere) is { } other)
        {
            throw new ClusterRefusedException(
                $"this silo cannot join the cluster '{configuration.Cluster.ClusterId}': silo {Describe(other)}, which runs in it, is on another machine and has the same loopback address; "
                + "set Cluster:AdvertisedAddress on both to an address at which they reach each other");
        }

        bool IsElsewhere(MembershipEntry entry) =>
            entry.SiloAddress.Endpoint.Equals(silo.SiloAddress.Endpoint) && entry.HostName != silo.DnsHostName && !IsStale(entry);
    }

    private async Task CheckTermsAsync(Func<MembershipEntry, bool> lives, CancellationToken cancellationToken)
    {
        foreach (var other in (await OthersAsync(cancellationToken)).Where(lives))
        {
            if ((SiloTerms.Parse(other.SiloName) ?? Undeclared) is var theirs && terms.ConflictWith(theirs) is { } conflict)
            {
                throw new ClusterRefusedException(
                    $"this silo cannot join the cluster '{configuration.Cluster.ClusterId}': silo {Describe(other)}, which runs in it, {conflict}; "
                    + "set the same Cluster:ServiceId and a compatible version, or another Cluster:ClusterId");
            }
        }
    }

    // A version that says nothing is of the first protocol, and of whatever service it was told.
    private SiloTerms Undeclared => new("?", "0.3.0 or older", 1, 1, terms.ServiceId);

    /// <summary>The silos that are not dead, but for what this one left behind at its own address, which Orleans replaces.</summary>
    private async Task<IEnumerable<MembershipEntry>> OthersAsync(CancellationToken cancellationToken) =>
        (await MembersAsync(cancellationToken)).Where(entry => !entry.SiloAddress.Endpoint.Equals(silo.SiloAddress.Endpoint));

    private async Task<IEnumerable<MembershipEntry>> MembersAsync(CancellationToken cancellationToken) =>
        (await table.ReadAllAsync(cancellationToken)).Members.Select(member => member.Item1).Where(entry => entry.Status != SiloStatus.Dead);

    private bool IsStale(MembershipEntry entry) => time.GetUtcNow() - entry.IAmAliveTime > MembershipTiming.Stale;

    private static string Describe(MembershipEntry entry) => $"{entry.SiloAddress.Endpoint} ({entry.HostName})";

    [LoggerMessage(
        2202, LogLevel.Warning, "The membership table has a silo {Silo} that has said nothing for {Seconds} s; joining waits until it answers or, not before {DeadAfter}, is taken for dead")]
    private partial void LogStale(string silo, string seconds, TimeSpan deadAfter);
}
