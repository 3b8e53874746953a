using System.Numerics;

namespace LaunchStack.Metrics.Cli.Load.Verification;

/// <summary>Which samples of a plan have a row: one bit each, in arrays that the runtime can make at any size.</summary>
/// <param name="count">How many samples there are.</param>
internal sealed class StoredSamples(long count)
{
    private const int BitsPerWord = 64;

    private readonly ulong[] _words = new ulong[(count + BitsPerWord - 1) / BitsPerWord];

    /// <summary>How many have a row.</summary>
    public long Found { get; private set; }

    /// <summary>Notes a row; false where the sample has one already.</summary>
    public bool Add(long sample)
    {
        var bit = 1UL << (int)(sample % BitsPerWord);
        ref var word = ref _words[sample / BitsPerWord];
        if ((word & bit) != 0)
        {
            return false;
        }

        word |= bit;
        Found++;
        return true;
    }

    /// <summary>The first samples without a row.</summary>
    public IEnumerable<long> Missing()
    {
        for (var index = 0L; index < _words.Length; index++)
        {
            for (var left = ~_words[index]; left != 0; left &= left - 1)
            {
                var sample = (index * BitsPerWord) + BitOperations.TrailingZeroCount(left);
                if (sample < count)
                {
                    yield return sample;
                }
            }
        }
    }
}
