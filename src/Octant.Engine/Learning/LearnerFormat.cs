using Octant.Engine.Partitions.Formats;

namespace Octant.Engine.Learning;

/// <summary>
/// Everything a learner knows as bytes; equal learners give equal bytes. What nothing has moved yet takes no room. Of form 1, whose
/// weights held the levels too, the counts are read and the weights begin anew.
/// </summary>
public static class LearnerFormat
{
    /// <summary>First byte; raised when the form changes.</summary>
    public const byte Version = 2;

    public static byte[] Encode(ResponseLearner learner)
    {
        var writer = new RecordWriter();
        writer.Byte(Version);
        writer.List(learner.Space.Features, static (writer, feature) =>
        {
            writer.Byte((byte)feature.Kind);
            writer.Int(feature.Attribute);
            writer.Int(feature.Band);
            writer.Text(feature.Text);
        });
        WriteNode(writer, learner.All);
        WriteNodes(writer, learner.Clusters);
        writer.List(learner.Offerings, pair =>
        {
            writer.Text(pair.Key);
            writer.Text(pair.Value.Cluster);
            WriteNode(writer, pair.Value.Node);
            WriteNodes(writer, pair.Value.Channels);
        });
        writer.Fixed(JournalFormat.Checksum(writer.Written));
        return writer.ToArray();
    }

    /// <exception cref="RecordFormatException">The bytes are not a learner of a form this engine reads.</exception>
    public static ResponseLearner Decode(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length < 9 || new RecordReader(bytes[^8..]).Fixed() != JournalFormat.Checksum(bytes.Span[..^8]))
        {
            throw new RecordFormatException("A model's checksum does not fit.");
        }

        var reader = new RecordReader(bytes[..^8]);
        var version = reader.Byte();
        if (version is < 1 or > Version)
        {
            throw new RecordFormatException($"Model form {version}; this engine reads forms 1 to {Version}.");
        }

        var features = reader.List(() => new Feature(reader.Enum<FeatureKind>(), (int)reader.Int(), reader.Int(), reader.Text()));
        var learner = new ResponseLearner(new FeatureSpace(features));
        ReadNode(reader, learner.All, version);
        ReadNodes(reader, learner.Clusters, ModelLevel.Cluster, version);
        for (var left = reader.Count(); left > 0; left--)
        {
            var offering = new OfferingNode();
            learner.Offerings.Add(reader.Text(), offering);
            offering.Cluster = reader.Text();
            ReadNode(reader, offering.Node, version);
            ReadNodes(reader, offering.Channels, ModelLevel.OfferingOnChannel, version);
        }

        return reader.AtEnd ? learner : throw new RecordFormatException("A model has bytes behind its end.");
    }

    private static void WriteNodes(RecordWriter writer, SortedDictionary<string, ModelNode> nodes) =>
        writer.List(nodes, pair =>
        {
            writer.Text(pair.Key);
            WriteNode(writer, pair.Value);
        });

    private static void ReadNodes(RecordReader reader, SortedDictionary<string, ModelNode> nodes, ModelLevel level, byte version)
    {
        for (var left = reader.Count(); left > 0; left--)
        {
            var name = reader.Text();
            var node = new ModelNode(level);
            ReadNode(reader, node, version);
            nodes.Add(name, node);
        }
    }

    private static void WriteNode(RecordWriter writer, ModelNode node)
    {
        writer.Int(node.Outcomes);
        writer.Int(node.Accepted);
        var moved = new List<int>();
        for (var feature = 0; feature < node.Width; feature++)
        {
            if (node.Counts[feature] != 0)
            {
                moved.Add(feature);
            }
        }

        var before = 0;
        writer.List(moved, feature =>
        {
            writer.Unsigned((ulong)(feature - before));
            writer.Int(node.Counts[feature]);
            writer.Double(node.Means[feature]);
            writer.Double(node.Variances[feature]);
            before = feature;
        });
    }

    private static void ReadNode(RecordReader reader, ModelNode node, byte version)
    {
        (node.Outcomes, node.Accepted) = (reader.Int(), reader.Int());
        var feature = 0;
        for (var left = reader.Count(); left > 0; left--)
        {
            var next = feature + (long)reader.Unsigned();
            feature = next is >= 0 and < FeatureSpace.MostFeatures
                ? (int)next
                : throw new RecordFormatException($"A model knows at most {FeatureSpace.MostFeatures} features, not {next}.");
            node.GrowTo(feature + 1);
            var count = version > 1 ? reader.Int() : 0;
            var (mean, variance) = (reader.Double(), reader.Double());
            if (version > 1)
            {
                (node.Counts[feature], node.Means[feature], node.Variances[feature]) = (count, mean, variance);
            }
        }
    }
}
