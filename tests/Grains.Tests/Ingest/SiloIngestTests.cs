using System.Collections.Concurrent;
using LaunchStack.Metrics.Grains.Ingest;
using LaunchStack.Metrics.Grains.Placement;
using LaunchStack.Metrics.Grains.Tests.Support;
using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime.Placement;

namespace LaunchStack.Metrics.Grains.Tests.Ingest;

/// <summary>Parts of pushes whose instances are on another silo than the push came in at.</summary>
public sealed class SiloIngestTests
{
    private const int Instances = 40;

    private readonly ConcurrentDictionary<string, int> _calls = new();
    private readonly Guid[] _ids = [.. Enumerable.Range(0, Instances).Select(_ => Guid.NewGuid())];

    [Fact]
    public async Task All_parts_that_belong_to_another_silo_go_there_in_one_message_once_it_is_known_where_they_are()
    {
        await using var cluster = await StartAsync();
        await KnowPlacesAsync(cluster);
        _calls.Clear();

        var receipts = await PushAsync(cluster, Acknowledgement.Durable);

        Assert.All(receipts, receipt => Assert.Equal(1, receipt.Receipt?.Durable));
        Assert.Equal(_ids, receipts.Select(receipt => receipt.InstanceId));
        Assert.Equal(0, Calls("IInstanceGrain.OfferAsync"));
        Assert.Equal(1, Calls("ISiloIngestGrain.OfferAsync"));
    }

    [Fact]
    public async Task Parts_of_instances_that_have_moved_find_them_where_they_are_now_and_are_read_there_at_once()
    {
        await using var cluster = await StartAsync();
        await KnowPlacesAsync(cluster);
        foreach (var id in _ids)
        {
            await cluster.MoveAsync(id);
        }

        cluster.Store.Hold();
        var receipts = await PushAsync(cluster, Acknowledgement.Accepted);

        Assert.All(receipts, receipt => Assert.Equal(1, receipt.Receipt?.Accepted));
        foreach (var id in _ids)
        {
            Assert.Equal(Pushes, (await cluster.Query(id).GetRecentAsync(1_000)).Items.Count);
        }
    }

    [Fact]
    public async Task Parts_for_a_silo_that_was_killed_are_taken_by_the_others()
    {
        await using var cluster = await StartAsync();
        await KnowPlacesAsync(cluster);

        await cluster.Silos.KillSiloAsync(cluster.Silos.Silos[1]);
        await Deadline.UntilAsync(
            async () => (await PushAsync(cluster, Acknowledgement.Durable)).All(receipt => receipt.Receipt?.Durable == 1), "the other silo has all instances");
    }

    [Fact]
    public async Task A_silo_that_is_known_to_be_gone_is_not_asked_to_take_parts()
    {
        await using var cluster = await StartAsync();
        await KnowPlacesAsync(cluster);
        var places = cluster.Service<InstancePlaces>();
        Assert.NotNull(places.Of(_ids[0]));

        await cluster.Silos.StopSiloAsync(cluster.Silos.Silos[1]);
        Assert.All(_ids, id => Assert.Null(places.Of(id)));
    }

    [Fact]
    public async Task A_silo_of_a_version_that_cannot_take_parts_together_is_never_asked_to_and_gets_them_one_by_one()
    {
        var asked = new ConcurrentQueue<SiloAddress>();
        await using var cluster = await MetricsCluster.StartAsync(silos: 2, configureSilo: silo =>
        {
            // By its name: silos of a test start side by side.
            silo.Services.AddOptions<GrainTypeOptions>().Configure<IOptions<SiloOptions>>((types, named) =>
            {
                if (named.Value.SiloName == "Silo_1")
                {
                    types.Classes.Remove(typeof(SiloIngestGrain));
                }
            });

            silo.AddOutgoingGrainCallFilter(context =>
            {
                if (context.InterfaceMethod.DeclaringType == typeof(ISiloIngestGrain))
                {
                    asked.Enqueue(NamedSilo.SiloOf(context.TargetId.Key.ToString()!));
                }

                return context.Invoke();
            });
        });
        Assert.Equal("Silo_1", cluster.Silos.Silos[1].Name);
        await PlaceAsync(cluster);
        await Deadline.UntilAsync(() => cluster.Service<OlderSilos>().LacksIngest(cluster.Silos.Silos[1].SiloAddress), "the first silo knows what the second one has");
        asked.Clear();

        for (var push = 0; push < 3; push++)
        {
            Assert.All(await PushAsync(cluster, Acknowledgement.Durable), receipt => Assert.Equal(1, receipt.Receipt?.Durable));
        }

        Assert.DoesNotContain(cluster.Silos.Silos[1].SiloAddress, asked);
    }

    [Fact]
    public async Task Parts_of_one_instance_are_taken_in_their_order_on_another_silo_too()
    {
        await using var cluster = await StartAsync();
        await KnowPlacesAsync(cluster);
        var twice = _ids.SelectMany(id => new[] { Part(id, 1), Part(id, 2), Part(id, 1) }).ToList();

        var receipts = await Ingest(cluster).PushAsync(twice, Acknowledgement.Durable);

        Assert.Equal(
            Enumerable.Repeat(new[] { (1, 0), (1, 0), (0, 1) }, Instances).SelectMany(three => three),
            receipts.Select(receipt => (receipt.Receipt!.Durable, receipt.Receipt.Duplicates)));
    }

    [Fact]
    public async Task A_part_that_is_refused_on_another_silo_costs_only_itself()
    {
        await using var cluster = await StartAsync();
        await KnowPlacesAsync(cluster);
        var parts = _ids.Select((id, place) => place % 2 == 0 ? Part(id, 1) : new InstanceBatch(id, new SampleBatch { Samples = [] })).ToList();

        var receipts = await Ingest(cluster).PushAsync(parts, Acknowledgement.Durable);

        for (var place = 0; place < Instances; place++)
        {
            if (place % 2 == 0)
            {
                Assert.Equal(1, receipts[place].Receipt?.Durable);
            }
            else
            {
                Assert.Equal("samples", Assert.IsType<InvalidRequestException>(receipts[place].Fault).Field);
            }
        }
    }

    [Fact]
    public async Task How_far_instances_of_another_silo_are_durable_is_asked_in_one_message_and_of_the_silo_that_accepted()
    {
        await using var cluster = await StartAsync();
        await KnowPlacesAsync(cluster);
        var accepted = (await PushAsync(cluster, Acknowledgement.Accepted)).Select(receipt => receipt.Receipt!.Durability!.Value).ToList();
        foreach (var id in _ids)
        {
            // The silo that has the instance now knows nothing of what the other one accepted.
            await cluster.MoveAsync(id);
        }

        _calls.Clear();
        DurabilityQuestion[] questions = [.. _ids.Zip(accepted, (id, earlier) => new DurabilityQuestion(id, earlier.Silo))];
        await Deadline.UntilAsync(
            async () => (await Ingest(cluster).GetDurabilityAsync(questions, handOver: true)).Zip(accepted).All(pair => pair.First.Durability!.Value.Covers(pair.Second)),
            "all are durable");
        Assert.Equal(0, Calls("IInstanceGrain.GetDurabilityAsync"));
    }

    [Fact]
    public async Task How_far_instances_of_a_silo_that_is_gone_are_durable_is_asked_of_the_instances()
    {
        await using var cluster = await StartAsync();
        DurabilityQuestion[] questions = [.. _ids.Select(id => new DurabilityQuestion(id, Guid.NewGuid()))];

        var answers = await Ingest(cluster).GetDurabilityAsync(questions, handOver: false);

        Assert.All(answers, answer => Assert.NotNull(answer.Durability));
        Assert.Equal(Instances, Calls("IInstanceGrain.GetDurabilityAsync"));
    }

    private int Pushes { get; set; }

    private int Calls(string method) => _calls.GetValueOrDefault(method);

    private Task<MetricsCluster> StartAsync() => MetricsCluster.StartAsync(
        silos: 2,
        configureSilo: silo => silo.AddIncomingGrainCallFilter(context =>
        {
            _calls.AddOrUpdate($"{context.InterfaceMethod.DeclaringType!.Name}.{context.InterfaceMethod.Name}", 1, (_, calls) => calls + 1);
            return context.Invoke();
        }));

    /// <summary>Has all instances on the second silo, and pushes until no part goes by a call: the silo that takes the pushes knows then where they are.</summary>
    private async Task KnowPlacesAsync(MetricsCluster cluster)
    {
        await PlaceAsync(cluster);
        await Deadline.UntilAsync(
            async () =>
            {
                _calls.Clear();
                Assert.All(await PushAsync(cluster, Acknowledgement.Durable), receipt => Assert.Equal(1, receipt.Receipt?.Durable));
                return Calls("IInstanceGrain.OfferAsync") == 0;
            },
            "the silo knows where all instances are");
    }

    private async Task PlaceAsync(MetricsCluster cluster)
    {
        RequestContext.Set(IPlacementDirector.PlacementHintKey, cluster.Silos.Silos[1].SiloAddress);
        await Task.WhenAll(_ids.Select(id => cluster.Instance(id).GetDurabilityAsync(handOver: false)));
        RequestContext.Clear();
    }

    private async Task<IReadOnlyList<InstanceReceipt>> PushAsync(MetricsCluster cluster, Acknowledgement acknowledgement)
    {
        Pushes++;
        return await Ingest(cluster).PushAsync([.. _ids.Select(id => Part(id, 10 + Pushes))], acknowledgement);
    }

    // By the first silo's own way: a stateless worker is where it is called.
    private static IIngestGrain Ingest(MetricsCluster cluster) => cluster.InSilo.GetGrain<IIngestGrain>(0);

    private static InstanceBatch Part(Guid id, int second) => new(id, Samples.Batch(Samples.At(Samples.Now.AddSeconds(-second))));
}
