using LaunchStack.Metrics.Grains.Queries;

namespace LaunchStack.Metrics.Grains.Tests.Queries;

public sealed class LocalDaysTests
{
    private static readonly DateTimeOffset First = new(1970, 1, 2, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Last = new(2037, 12, 30, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Stride = TimeSpan.FromDays(5);

    // Whatever a zone did since 1970: summer time, other offsets, other sides of the date line.
    [Fact]
    public void Days_follow_each_other_and_begin_with_their_date_in_every_zone_at_every_change_of_its_offset()
    {
        var (changes, wrong) = (0, new List<string>());
        foreach (var zone in TimeZoneInfo.GetSystemTimeZones())
        {
            var days = new LocalDays(zone);
            for (var moment = First; moment < Last; moment += Stride)
            {
                if (zone.GetUtcOffset(moment) == zone.GetUtcOffset(moment + Stride))
                {
                    continue;
                }

                changes++;
                var borders = days.Borders(moment, moment + Stride);
                wrong.AddRange(borders.Zip(borders.Skip(1)).Where(pair => pair.Second <= pair.First).Select(pair => $"{zone.Id}: {pair.Second:u} follows {pair.First:u}"));
                wrong.AddRange(borders.Where(border => days.Start(border) != border).Select(border => $"{zone.Id}: {border:u} lies in the day of {days.Start(border):u}"));
                wrong.AddRange(borders.Where(border => DateAt(zone, border.AddSeconds(-1)) >= DateAt(zone, border)).Select(border => $"{zone.Id}: no date begins at {border:u}"));
            }
        }

        Assert.InRange(changes, 1_000, int.MaxValue);
        Assert.Empty(wrong);
    }

    [Fact]
    public void A_date_that_a_zone_left_out_has_no_day()
    {
        var crossed = new DateTimeOffset(2011, 12, 30, 10, 0, 0, TimeSpan.Zero);

        Assert.Equal(
            [crossed.AddDays(-2), crossed.AddDays(-1), crossed, crossed.AddDays(1)],
            LocalDays.Of("Pacific/Apia").Borders(crossed.AddDays(-2), crossed.AddHours(1)));
    }

    private static DateTime DateAt(TimeZoneInfo zone, DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, zone).Date;
}
