using LaunchStack.Metrics.Storage.Naming;

namespace LaunchStack.Metrics.Storage.Tests.Naming;

public sealed class NamePatternTests
{
    [Theory]
    [InlineData("", "**", "")]
    [InlineData("w2", "*[Ww]2*", "[Ww]2")]
    [InlineData("*?[]", "*[*][?][[]]*", "\\*\\?\\[\\]")]
    [InlineData("_\\%", "*_\\%*", "\\_\\\\\\%")]
    [InlineData("\u00e9\u6771", "*[\u00c9\u00e9]\u6771*", "(?:\u00c9|\u00e9)\u6771")]
    public void A_text_is_spelled_out_for_each_database(string part, string glob, string regex) =>
        Assert.Equal((glob, regex), (NamePattern.Glob(part), NamePattern.Regex(part)));
}
