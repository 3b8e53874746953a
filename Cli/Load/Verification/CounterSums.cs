using LaunchStack.Metrics.Cli.Load.Workload;

namespace LaunchStack.Metrics.Cli.Load.Verification;

/// <summary>
/// Compares the bytes of readings. What was sent again may have arrived late: such a row has no bytes, and the row after it has them too.
/// So rows may differ, and an instance's sum may not.
/// </summary>
/// <param name="instances">How many instances there are.</param>
internal sealed class CounterSums(int instances)
{
    private readonly NetworkBytes[] _off = new NetworkBytes[instances];

    /// <summary>Adds a row; false where its bytes are wrong in whatever order the readings came.</summary>
    /// <param name="instance">The instance.</param>
    /// <param name="number">The sample's number.</param>
    /// <param name="planned">Its bytes where all readings came in their order.</param>
    /// <param name="stored">Its bytes.</param>
    public bool Add(int instance, long number, NetworkBytes planned, NetworkBytes stored)
    {
        if (number == 0)
        {
            // Its bytes lie before the run: none for an instance that was not known.
            return stored == default || stored == planned;
        }

        if (stored != planned)
        {
            var off = stored.Since(planned);
            _off[instance] = new NetworkBytes(_off[instance].In + off.In, _off[instance].Out + off.Out);
            return stored == default || off is { In: > 0, Out: > 0 };
        }

        return true;
    }

    /// <summary>The instances whose sum is wrong, and by how much.</summary>
    public IEnumerable<(int Instance, NetworkBytes Off)> Wrong()
    {
        for (var instance = 0; instance < _off.Length; instance++)
        {
            if (_off[instance] != default)
            {
                yield return (instance, _off[instance]);
            }
        }
    }
}
