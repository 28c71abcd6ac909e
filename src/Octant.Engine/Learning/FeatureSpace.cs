using Octant.Engine.Calendar;
using Octant.Engine.Partitions;
using Octant.Engine.Profiles;

namespace Octant.Engine.Learning;

/// <summary>
/// The features a model knows, numbered in the order in which they were first met, and the quick way from a customer's row to the
/// numbers of what is true of them. Learning adds to it; deciding only looks up, and what it does not find weighs nothing.
/// </summary>
public sealed class FeatureSpace
{
    /// <summary>A category's values beyond so many are as if they were not known.</summary>
    public const int MostValues = 64;

    /// <summary>Features beyond so many are not learnt from.</summary>
    public const int MostFeatures = 4_096;

    private readonly List<Feature> _features = [];
    private readonly List<int> _groups = [];
    private readonly Dictionary<(FeatureKind Kind, int Attribute), int> _groupNumbers = [];
    private readonly List<AttributeFeatures> _attributes = [];
    private readonly Dictionary<int, int> _tags = [];
    private readonly Dictionary<string, int> _channels = new(StringComparer.Ordinal);
    private readonly int[] _histories = new int[ChannelHistory.Count];

    public FeatureSpace()
        : this([Feature.Intercept])
    {
    }

    /// <param name="features">In order of number; the intercept is the first.</param>
    internal FeatureSpace(IEnumerable<Feature> features)
    {
        Array.Fill(_histories, -1);
        foreach (var feature in features)
        {
            Add(feature);
        }
    }

    /// <summary>In order of number.</summary>
    public IReadOnlyList<Feature> Features => _features;

    /// <summary>How many groups there are of features of which one is true at a time.</summary>
    public int Groups => _groupNumbers.Count;

    /// <summary>The values of an attribute, its absence among them, are a group; so are channels, and histories. −1 for what stands alone.</summary>
    public int GroupOf(int feature) => _groups[feature];

    /// <summary>Puts the numbers of what is true of a customer into the buffer, in an order that depends on nothing but the model.</summary>
    public void Fill(CustomerState customer, Instant now, FeatureBuffer buffer)
    {
        buffer.Clear();
        buffer.Add(0);
        var profile = customer.Profile;
        foreach (var attribute in _attributes)
        {
            buffer.Add(profile.Value(attribute.Id) is { } value && TryCell(value, now, out var cell)
                ? attribute.Values.GetValueOrDefault(cell, -1)
                : attribute.Missing);
        }

        var tags = buffer.Count;
        foreach (var tag in profile.Tags)
        {
            buffer.Add(_tags.GetValueOrDefault(tag, -1));
        }

        // Tags come in an order that differs from run to run; a sum must not.
        buffer.SortFrom(tags);
        buffer.EndCustomer();
    }

    /// <summary>Puts what is true of a channel behind what is true of the customer.</summary>
    public void FillChannel(CustomerState customer, string channel, FeatureBuffer buffer)
    {
        buffer.BeginChannel();
        buffer.Add(_channels.GetValueOrDefault(channel, -1));
        buffer.Add(_histories[ChannelHistory.PlaceOf(customer.Ledger.AsSpan(), channel)]);
    }

    /// <summary>Takes in whatever of this customer and channel is new.</summary>
    internal void Grow(CustomerState customer, Instant now, string channel)
    {
        var profile = customer.Profile;
        for (var id = 0; id < profile.Capacity; id++)
        {
            if (profile.Value(id) is { } value && TryCell(value, now, out var cell))
            {
                GrowValue(id, value, cell);
            }
        }

        List<string>? unknown = null;
        foreach (var tag in profile.Tags)
        {
            if (!_tags.ContainsKey(tag))
            {
                (unknown ??= []).Add(Symbols.TextOf(tag));
            }
        }

        unknown?.Sort(StringComparer.Ordinal);
        foreach (var tag in unknown ?? [])
        {
            TryAdd(new Feature(FeatureKind.Tag, -1, 0, tag));
        }

        if (!_channels.ContainsKey(channel))
        {
            TryAdd(new Feature(FeatureKind.Channel, -1, 0, channel));
        }

        var place = ChannelHistory.PlaceOf(customer.Ledger.AsSpan(), channel);
        if (_histories[place] < 0)
        {
            TryAdd(new Feature(FeatureKind.History, -1, place, ""));
        }
    }

    private void GrowValue(int id, AttributeValue value, long cell)
    {
        var known = Find(id);
        if (known is null)
        {
            TryAdd(new Feature(FeatureKind.Missing, id, 0, ""));
            known = Find(id);
        }

        if (known is not null && known.Values.Count < MostValues && !known.Values.ContainsKey(cell))
        {
            TryAdd(value.Kind switch
            {
                AttributeKind.Category => new Feature(FeatureKind.Category, id, 0, value.Category),
                AttributeKind.Flag => new Feature(FeatureKind.Flag, id, cell, ""),
                AttributeKind.Date => new Feature(FeatureKind.Date, id, cell, ""),
                _ => new Feature(FeatureKind.Number, id, cell, ""),
            });
        }
    }

    private void TryAdd(in Feature feature)
    {
        if (_features.Count < MostFeatures)
        {
            Add(feature);
        }
    }

    private void Add(in Feature feature)
    {
        var number = _features.Count;
        _features.Add(feature);
        _groups.Add(GroupOf(feature));
        switch (feature.Kind)
        {
            case FeatureKind.Intercept:
                break;
            case FeatureKind.Missing:
                _attributes.Add(new AttributeFeatures(feature.Attribute, number));
                break;
            case FeatureKind.Tag:
                _tags.Add(Symbols.Of(feature.Text), number);
                break;
            case FeatureKind.Channel:
                _channels.Add(feature.Text, number);
                break;
            case FeatureKind.History:
                _histories[feature.Band] = number;
                break;
            case FeatureKind.Category:
                Of(feature).Add(Symbols.Of(feature.Text), number);
                break;
            default:
                Of(feature).Add(feature.Band, number);
                break;
        }
    }

    private int GroupOf(in Feature feature)
    {
        if (feature.Kind is FeatureKind.Intercept or FeatureKind.Tag)
        {
            return -1;
        }

        var name = feature.Attribute >= 0 ? (FeatureKind.Missing, feature.Attribute) : (feature.Kind, -1);
        if (!_groupNumbers.TryGetValue(name, out var group))
        {
            _groupNumbers.Add(name, group = _groupNumbers.Count);
        }

        return group;
    }

    private Dictionary<long, int> Of(in Feature feature) =>
        Find(feature.Attribute)?.Values ?? throw new ArgumentException($"Attribute {feature.Attribute} has a value before it is known.", nameof(feature));

    private AttributeFeatures? Find(int id)
    {
        foreach (var attribute in _attributes)
        {
            if (attribute.Id == id)
            {
                return attribute;
            }
        }

        return null;
    }

    /// <summary>False for what is no value, as NaN is none.</summary>
    private static bool TryCell(in AttributeValue value, Instant now, out long cell)
    {
        cell = value.Kind switch
        {
            AttributeKind.Number => Feature.BandOf(value.Number),
            AttributeKind.Date => Feature.BandOf(value.Date, now),
            AttributeKind.Category => value.Symbol,
            _ => value.Bits,
        };
        return value.Kind != AttributeKind.Number || !double.IsNaN(value.Number);
    }

    private sealed record AttributeFeatures(int Id, int Missing)
    {
        public Dictionary<long, int> Values { get; } = [];
    }
}
