using System.Text.Json.Nodes;
using LaunchStack.Metrics.Json;
using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Testing;
using LaunchStack.Metrics.Testing.Faults;

namespace LaunchStack.Metrics.Faults.Tests;

public sealed class ClientKillTests
{
    private const int Samples = 10_000;

    [Fact]
    public async Task What_a_killed_client_had_stored_is_there_and_sending_all_of_it_again_doubles_nothing()
    {
        var faults = FaultSchedule.OfThisTest();
        await using var database = await FaultDatabase.CreateAsync();
        await using var silo = new FaultSilo(database.Url);
        await silo.StartAsync();
        for (var round = faults.Rounds(usual: 1); round > 0; round--)
        {
            var start = Rfc3339.Format(Timestamps.Floor(TimeProvider.System.GetUtcNow()));
            string[] plan =
            [
                "load", "--instances", "50", "--batch", "5", "--step", "25ms", "--network", faults.Pick("delta", "cumulative"),
                "--seed", $"{faults.Between(0, 1_000_000)}", "--start", start, "--ack", faults.Pick("accepted", "durable"), "--verify", "--json",
                "--gateway", silo.Gateway, "--cluster-id", silo.ClusterId, "--service-id", silo.ClusterId, "--database", database.Url,
            ];
            faults.Note(string.Join(' ', plan));

            var before = await database.CountAsync();
            var goal = before + faults.Between(500, 6_000);
            await using (var killed = LoadProcess.Start([.. plan, "--rate", "2000", "--duration", "5s"]))
            {
                await Deadline.UntilAsync(async () => killed.HasExited || await database.CountAsync() >= goal, $"{goal} rows");
                await killed.SignalAsync(UnixSignal.Kill);
                Assert.NotEqual(0, await killed.WaitForExitAsync());
            }

            var stored = await database.CountAsync() - before;
            await using var verify = LoadProcess.Start([.. plan, "--rate", "2000", "--duration", "5s", "--sent", "0"]);
            Assert.True(await verify.WaitForExitAsync() == 0, verify.Describe());
            var rows = (long)JsonNode.Parse(string.Concat(verify.Output))!["verified"]!["rows"]!;
            faults.Note($"killed with {stored} rows stored, {rows} later");
            Assert.InRange(rows, stored, Samples);

            await using var again = LoadProcess.Start([.. plan, "--rate", "20000", "--duration", "500ms"]);
            Assert.True(await again.WaitForExitAsync() == 0, again.Describe());
            Assert.Equal(before + Samples, await database.CountAsync());
        }
    }
}
