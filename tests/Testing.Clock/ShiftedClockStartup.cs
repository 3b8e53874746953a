using LaunchStack.Metrics.Testing.Clock;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

[assembly: HostingStartup(typeof(ShiftedClockStartup))]

namespace LaunchStack.Metrics.Testing.Clock;

/// <summary>
/// Gives a silo that is otherwise run as it is another clock, by ASP.NET Core's own door for additions from outside: the environment names them,
/// and what they register is there before what the silo registers by default.
/// </summary>
internal sealed class ShiftedClockStartup : IHostingStartup
{
    public void Configure(IWebHostBuilder builder) => builder.ConfigureServices(
        services => services.AddSingleton<TimeProvider>(new ShiftedClock(new ClockShift(Environment.GetEnvironmentVariable(ClockShift.FileVariable)!))));
}
