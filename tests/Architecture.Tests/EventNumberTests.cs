using System.Reflection;
using Microsoft.Extensions.Logging;

namespace LaunchStack.Metrics.Architecture.Tests;

public sealed class EventNumberTests
{
    private const BindingFlags Own = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    [Fact]
    public void Each_message_of_the_log_has_a_number_of_its_own()
    {
        var messages = House.Rooms
            .SelectMany(room => room.GetTypes())
            .SelectMany(type => type.GetMethods(Own))
            .Select(method => (Method: $"{method.DeclaringType!.Name}.{method.Name}", Number: method.GetCustomAttribute<LoggerMessageAttribute>()?.EventId))
            .Where(message => message.Number is not null)
            .ToList();

        Assert.Contains(messages, message => message.Method.EndsWith(".LogBrokenOff", StringComparison.Ordinal));
        Assert.Empty(messages.GroupBy(message => message.Number).Where(same => same.Count() > 1).Select(same => string.Join(" and ", same)));
    }
}
