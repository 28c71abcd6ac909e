using System.Text;
using Octant.Engine.Partitions.Formats;
using Octant.Engine.Profiles;

namespace Octant.Engine.Tests.Partitions;

/// <summary>What is written in fewer steps than the form is told in is held against the form as it is told.</summary>
public sealed class RecordWriterTests
{
    [Fact]
    public void A_number_has_seven_bits_in_every_byte_however_many_it_takes()
    {
        for (var bits = 0; bits <= 64; bits++)
        {
            var below = bits == 64 ? ulong.MaxValue : (1UL << bits) - 1;
            foreach (var number in new[] { below, below + 1, below ^ (below >> 1), below & 0x5555_5555_5555_5555 })
            {
                var writer = new RecordWriter();
                writer.Unsigned(number);
                Assert.Equal(Plainly(number), writer.ToArray());
            }
        }
    }

    [Fact]
    public void A_text_is_written_as_its_UTF_8_wherever_a_character_is_not_ASCII()
    {
        for (var length = 0; length <= 45; length++)
        {
            for (var at = -1; at < length; at++)
            {
                foreach (var odd in "\u007F\u0080ä€\uD800")
                {
                    var characters = Enumerable.Range(0, length).Select(i => i == at ? odd : (char)('a' + (i % 26))).ToArray();
                    var text = new string(characters);
                    var writer = new RecordWriter();
                    writer.Text(text);
                    var bytes = Encoding.UTF8.GetBytes(text);
                    Assert.Equal([1, .. Plainly((ulong)bytes.Length), .. bytes], writer.ToArray());
                }
            }
        }
    }

    [Fact]
    public void A_text_named_beside_the_last_one_has_the_number_it_has_anywhere()
    {
        string?[] texts = ["a", "a", null, "b", "a", new string('a', 1), "b", "c", null, "c"];
        var (plain, beside) = (new RecordWriter(), new RecordWriter());
        plain.Text("b");
        beside.Text("b");
        var last = default(RecordWriter.NumberedText);
        foreach (var text in texts)
        {
            plain.Text(text);
            beside.Text(text, ref last);
        }

        Assert.Equal(plain.ToArray(), beside.ToArray());
    }

    [Fact]
    public void A_value_is_written_from_a_profile_as_it_is_by_itself()
    {
        double[] numbers =
        [
            0, -0.0, 1, -1, 63, 64, 65_535, 65_536, -65_536, int.MaxValue, int.MinValue, 2_147_483_648, 1L << 47, 1L << 48, 0.5, 0.01, -0.01, 0.29, 655.35,
            655.36, 21_474_836.47, 21_474_836.48, 0.001, 1e300, double.NaN, double.PositiveInfinity, double.Epsilon,
        ];
        AttributeValue[] values =
        [
            .. numbers.Select(AttributeValue.OfNumber),
            AttributeValue.OfCategory("gold"),
            AttributeValue.OfFlag(true),
            AttributeValue.OfFlag(false),
            new AttributeValue(AttributeKind.Date, 86_400_000_000),
            new AttributeValue(AttributeKind.Date, -1),
        ];
        foreach (var value in values)
        {
            var profile = new Profile();
            profile.Set(200, value);
            var (fromProfile, alone) = (new RecordWriter(), new RecordWriter());
            NarrowValue.Write(fromProfile, profile, 200);
            NarrowValue.Write(fromProfile, profile, 199);
            alone.Unsigned(200);
            NarrowValue.Write(alone, value);
            Assert.Equal(alone.ToArray(), fromProfile.ToArray());
        }
    }

    private static byte[] Plainly(ulong number)
    {
        var bytes = new List<byte>();
        for (; number >= 0x80; number >>= 7)
        {
            bytes.Add((byte)(number | 0x80));
        }

        return [.. bytes, (byte)number];
    }
}
