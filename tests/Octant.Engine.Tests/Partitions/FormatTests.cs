using System.Collections;
using System.Reflection;
using Octant.Engine.Decisions;
using Octant.Engine.Offers;
using Octant.Engine.Partitions;
using Octant.Engine.Partitions.Formats;
using Octant.Engine.Policies;
using Octant.Engine.Profiles;

namespace Octant.Engine.Tests.Partitions;

/// <summary>Stored forms: what is written is read back whole, and what is damaged is refused in one way only.</summary>
public sealed class FormatTests
{
    private static readonly Guid Batch = new("6d1f2f3c-93a0-4c3e-9a9e-3f1f7a2b6c11");

    [Fact]
    public void Every_command_and_outcome_comes_back_as_it_was_written()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var generator = new RecordGenerator(seed);
            var outcome = new ListsSet(1, NeverDisturb: true, NeverOffer: false);
            var entries = generator.Commands().Select(command => new JournalEntry(command, TestStrategy.Start, outcome))
                .Concat(generator.Outcomes().Select(other => new JournalEntry(new PassTime(), TestStrategy.Start, other)))
                .ToList();
            var written = new JournalRecord(1, seed, Batch, entries);
            var bytes = JournalFormat.Encode(written);
            var read = JournalFormat.Decode(bytes);
            Assert.True(Same(written, read), $"Seed {seed}");
            Assert.Equal(bytes, JournalFormat.Encode(read));
        }
    }

    [Fact]
    public void Encoding_a_decision_and_its_row_allocates_the_bytes_themselves_and_nothing_else()
    {
        var rig = new PartitionRig();
        rig.State.Profile.Change([new AttributeChange(0, AttributeValue.OfNumber(12)), new AttributeChange(1, AttributeValue.OfCategory("north"))]);
        rig.State.Profile.SetTags([Symbols.Of("b"), Symbols.Of("a"), Symbols.Of("c")]);
        rig.Decide(touchpoint: "home");
        var request = rig.Request();
        var made = rig.Do<DecisionMade>(request);
        var inputs = new DecisionInputs(made.Id, rig.Now, request.Request, null, rig.State, rig.Partition.State);
        var row = new JournalRecord(1, 1, Batch, [new JournalEntry(request, rig.Now, made)]);
        var writer = new RecordWriter();
        foreach (var encode in new Func<byte[]>[]
        {
            () => DecisionFormat.Encode(inputs, [], writer),
            () => DecisionFormat.Encode(made.Result, made.Inputs, writer),
            () => JournalFormat.Encode(row, writer),
        })
        {
            var bytes = encode();
            Assert.Equal(Allocations.Least(() => bytes.AsSpan().ToArray()), Allocations.Least(() => encode()));
        }
    }

    [Fact]
    public void A_row_of_a_decision_on_a_request_repeats_neither_the_request_nor_its_contacts()
    {
        var rig = new PartitionRig(TestStrategy.Definition with
        {
            Campaigns = [TestStrategy.Campaign("C-5G", "P-5G", "web"), TestStrategy.Campaign("C-TV", "P-TV", "web") with { HoldoutShare = 1 }],
        });
        var request = rig.Request(touchpoint: "home") with
        {
            Request = new DecisionRequest("web", "home", 2, [new FieldValue("page", AttributeValue.OfCategory("plans"))], new Actor("s-1", "o-1", "/n", AuthenticationLevel.C)),
        };
        var made = rig.Do<DecisionMade>(request);
        Assert.Equal([ContactState.Pending, ContactState.Ghost], made.Contacts.Select(contact => contact.After.State));

        var read = Assert.Single(JournalFormat.Decode(rig.Rows[^1]).Entries);
        Assert.True(Same(request, read.Command));
        Assert.True(Same(made, read.Outcome));
        Assert.InRange(rig.Rows[^1].Length - made.Inputs.Length - made.Encoded.Length, 1, 90);
        rig.Check();
    }

    [Fact]
    public void A_row_of_a_decision_whose_contacts_do_not_follow_from_it_says_them()
    {
        var rig = new PartitionRig();
        var request = rig.Request();
        var made = rig.Do<DecisionMade>(request);
        var contact = Assert.Single(made.Contacts);
        foreach (var other in new[]
        {
            made with { Contacts = [] },
            made with { Contacts = [contact with { After = contact.After with { ShownLate = true } }] },
            made with { Contacts = [contact with { After = contact.After with { Spends = [new ResourceSpend("coupons", "2026-11", 3)] } }] },
            made with { Channel = "sms" },
            made with { BodyHash = made.BodyHash + 1 },
            made with { Actor = made.Actor with { Outlet = "o-2" } },
        })
        {
            var read = Assert.Single(JournalFormat.Decode(JournalFormat.Encode(new JournalRecord(1, 1, Batch, [new JournalEntry(request, rig.Now, other)]))).Entries);
            Assert.True(Same(request, read.Command));
            Assert.True(Same(other, read.Outcome));
        }
    }

    [Fact]
    public void A_text_is_written_once_per_record_whichever_object_holds_it()
    {
        var writer = new RecordWriter();
        for (var record = 0; record < 3; record++)
        {
            writer.Reset();
            string[] texts = ["", .. Enumerable.Range(0, 1_000).Select(number => new string('x', number % 50) + number)];
            foreach (var text in texts)
            {
                writer.Text(text);
            }

            var once = writer.Length;
            for (var number = 0; number < texts.Length; number++)
            {
                writer.Text(new string(texts[number].AsSpan()));
            }

            Assert.InRange(writer.Length - once, texts.Length, 2 * texts.Length);
            var reader = new RecordReader(writer.ToArray());
            Assert.Equal([.. texts, .. texts], Enumerable.Range(0, 2 * texts.Length).Select(_ => reader.Text()));
            Assert.True(reader.AtEnd);
        }
    }

    [Fact]
    public void New_customers_come_back_as_they_were_said_whatever_was_blank_or_stands_last()
    {
        var reader = new RecordReader(new TextCache());
        for (var seed = 0; seed < 500; seed++)
        {
            var partition = new Partition(0);
            var entries = new List<JournalEntry>();
            foreach (var command in new RecordGenerator(seed).NewCustomers())
            {
                entries.Add(new JournalEntry(command, TestStrategy.Start, partition.Execute(command, TestStrategy.Start)));
                var bytes = JournalFormat.Encode(new JournalRecord(1, seed, Batch, entries));
                var read = JournalFormat.Decode(bytes);
                Assert.True(Same(entries, read.Entries), $"Seed {seed}");
                Assert.Equal(bytes, JournalFormat.Encode(read));
            }

            partition.CloseRow();
            var (recovered, slowly) = (new Partition(0), new Partition(0));
            var row = JournalFormat.Encode(new JournalRecord(1, seed, Batch, entries));
            recovered.Recover(1, row, reader);
            slowly.Recover(1, JournalFormat.Decode(row));
            Assert.Equal(partition.TakeCheckpoint(), recovered.TakeCheckpoint());
            Assert.Equal(partition.TakeCheckpoint(), slowly.TakeCheckpoint());
            Assert.Equal(partition.TakeCheckpoint(), Partition.Load(partition.TakeCheckpoint()).TakeCheckpoint());
        }
    }

    [Fact]
    public void A_partition_recovered_for_a_checkpoint_takes_no_commands()
    {
        var checkpoint = new Partition(5).TakeCheckpoint();
        foreach (var partition in new[] { new Partition(5, onlyRecovers: true), Partition.Load(checkpoint, onlyRecovers: true) })
        {
            Assert.Throws<InvalidOperationException>(() => partition.Execute(new PassTime(), TestStrategy.Start));
            Assert.Equal(checkpoint, partition.TakeCheckpoint());
        }
    }

    [Fact]
    public void Events_come_back_with_their_outcome_and_without_those_that_were_refused()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var (command, outcome) = new RecordGenerator(seed).Events();
            var bytes = JournalFormat.Encode(new JournalRecord(1, seed, Batch, [new JournalEntry(command, TestStrategy.Start, outcome)]));
            var read = JournalFormat.Decode(bytes);
            var taken = outcome.Recorded.Select(recorded => command.Events.Single(sent => sent.MessageId == recorded.MessageId)).ToList();
            Assert.True(Same(new JournalEntry(new RecordCustomerEvents(taken), TestStrategy.Start, outcome), read.Entries.Single()), $"Seed {seed}");
            Assert.Equal(bytes, JournalFormat.Encode(read));
        }
    }

    [Fact]
    public void The_generator_knows_every_command_and_every_outcome_that_changes_state()
    {
        var generator = new RecordGenerator(1);
        Assert.Equal(
            Kinds(typeof(Command)),
            generator.Commands().Append(generator.Events().Command).Select(command => command.GetType().Name).Order(StringComparer.Ordinal));
        var silent = new[]
        {
            typeof(CustomerUnknown), typeof(Unchanged), typeof(Duplicate), typeof(Late), typeof(NotUsed), typeof(DecisionRepeated),
            typeof(RequestConflict), typeof(SliceNeeded), typeof(ContactUnknown), typeof(ContactNotClaimable), typeof(ContactDeferred),
        };
        Assert.Equal(
            Kinds(typeof(Outcome)).Except(silent.Select(type => type.Name), StringComparer.Ordinal),
            generator.Outcomes().Append(generator.Events().Outcome).Select(outcome => outcome.GetType().Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_ledger_of_any_contacts_comes_back_as_it_was_written()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var generator = new RecordGenerator(seed);
            var writer = new RecordWriter();
            Contact[] ledger = [.. Enumerable.Range(0, seed % 7).Select(_ => generator.Contact())];
            LedgerFormat.Write(writer, ledger);
            var reader = new RecordReader(writer.ToArray());
            Assert.True(Same(ledger, LedgerFormat.Read(reader)), $"Seed {seed}");
            Assert.True(reader.AtEnd, $"Seed {seed}");
        }
    }

    [Fact]
    public void A_journal_row_cut_short_or_with_one_bit_flipped_is_refused()
    {
        var bytes = Row(3);
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Throws<RecordFormatException>(() => JournalFormat.Decode(bytes.AsMemory(0, length)));
        }

        foreach (var damaged in Flipped(bytes))
        {
            Assert.Throws<RecordFormatException>(() => JournalFormat.Decode(damaged));
        }
    }

    [Fact]
    public void A_checkpoint_cut_short_or_with_one_bit_flipped_is_refused()
    {
        var rig = new PartitionRig();
        rig.Decide();
        var bytes = rig.Partition.TakeCheckpoint();
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Throws<RecordFormatException>(() => Partition.Load(bytes.AsMemory(0, length)));
        }

        foreach (var damaged in Flipped(bytes))
        {
            Assert.Throws<RecordFormatException>(() => Partition.Load(damaged));
        }
    }

    [Fact]
    public void Damaged_decision_records_are_read_as_something_else_or_refused_but_do_no_other_harm()
    {
        var rig = new PartitionRig();
        rig.Do<ProfileChanged>(new ChangeProfile(PartitionRig.Customer, [new AttributeChange(0, Profiles.AttributeValue.OfNumber(3))], ["a", "b"], ["P-X"]));
        var made = rig.Decide(touchpoint: "home");
        Refused(made.Inputs, bytes => DecisionFormat.DecodeInputs(bytes));
        Refused(made.Encoded, bytes => DecisionFormat.DecodeResult(bytes));
    }

    [Fact]
    public void Random_bytes_with_a_mended_checksum_are_refused_in_the_same_way()
    {
        var random = new Random(11);
        var good = Row(5);
        for (var i = 0; i < 5_000; i++)
        {
            var bytes = good.ToArray();
            bytes[random.Next(1, bytes.Length - 8)] = (byte)random.Next(256);
            BitConverter.TryWriteBytes(bytes.AsSpan(bytes.Length - 8), (ulong)JournalFormat.Checksum(bytes.AsSpan(0, bytes.Length - 8)));
            Attempt(bytes, damaged => JournalFormat.Decode(damaged));
        }
    }

    [Fact]
    public void A_row_of_new_customers_that_is_cut_or_damaged_is_refused_by_a_partition_that_recovers()
    {
        var entries = new RecordGenerator(3).NewCustomers()
            .Select(command => new JournalEntry(command, TestStrategy.Start, new Partition(0).Execute(command, TestStrategy.Start)))
            .ToList();
        RefusedByRecovery(JournalFormat.Encode(new JournalRecord(1, 1, Batch, entries)), () => new Partition(0), 1);
    }

    [Fact]
    public void A_row_of_a_decision_on_a_request_that_is_cut_or_damaged_is_refused_by_a_partition_that_recovers()
    {
        var rig = new PartitionRig();
        var before = rig.Partition.TakeCheckpoint();
        rig.Decide(touchpoint: "home");
        RefusedByRecovery(rig.Rows[^1], () => Partition.Load(before), rig.Rows.Count);
    }

    private static void RefusedByRecovery(byte[] good, Func<Partition> partition, long sequence)
    {
        var reader = new RecordReader(new TextCache());
        partition().Recover(sequence, good, reader);
        for (var length = 1; length < good.Length - 8; length++)
        {
            var cut = good[..(length + 8)];
            BitConverter.TryWriteBytes(cut.AsSpan(length), (ulong)JournalFormat.Checksum(cut.AsSpan(0, length)));
            Assert.Throws<RecordFormatException>(() => partition().Recover(sequence, cut, reader));
        }

        foreach (var damaged in Flipped(good))
        {
            Assert.Throws<RecordFormatException>(() => partition().Recover(sequence, damaged, reader));
        }
    }

    private static byte[] Row(int seed)
    {
        var generator = new RecordGenerator(seed);
        var (command, outcome) = generator.Events();
        return JournalFormat.Encode(new JournalRecord(
            1,
            2,
            Batch,
            [
                .. generator.Outcomes().Select(other => new JournalEntry(new PassTime(), TestStrategy.Start, other)),
                new JournalEntry(command, TestStrategy.Start, outcome),
            ]));
    }

    private static void Refused(byte[] bytes, Action<byte[]> read)
    {
        read(bytes);
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Throws<RecordFormatException>(() => read(bytes[..length]));
        }

        foreach (var damaged in Flipped(bytes))
        {
            Attempt(damaged, read);
        }
    }

    private static void Attempt(byte[] bytes, Action<byte[]> read)
    {
        try
        {
            read(bytes);
        }
        catch (RecordFormatException refusal)
        {
            Assert.NotEmpty(refusal.Message);
        }
    }

    private static IEnumerable<byte[]> Flipped(byte[] bytes)
    {
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            var damaged = bytes.ToArray();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            yield return damaged;
        }
    }

    private static IEnumerable<string> Kinds(Type of) =>
        of.Assembly.GetTypes().Where(type => type.IsSubclassOf(of) && !type.IsAbstract).Select(type => type.Name).Order(StringComparer.Ordinal);

    /// <summary>Equal member by member, lists element by element.</summary>
    private static bool Same(object? left, object? right)
    {
        if (left is null || right is null)
        {
            return left is null && right is null;
        }

        if (left is IEnumerable mine and not string)
        {
            return mine.Cast<object?>().ToList() is var these
                && ((IEnumerable)right).Cast<object?>().ToList() is var those
                && these.Count == those.Count
                && these.Zip(those).All(pair => Same(pair.First, pair.Second));
        }

        return left is string or ValueType
            ? left.Equals(right)
            : left.GetType() == right.GetType()
                && left.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).All(property => Same(property.GetValue(left), property.GetValue(right)));
    }
}
