using Octant.Engine.Decisions;
using Octant.Engine.Learning;
using Octant.Engine.Partitions;
using Octant.Engine.Partitions.Formats;
using Octant.Engine.Policies;
using Octant.Engine.Tests.Partitions;

namespace Octant.Engine.Tests.Learning;

/// <summary>What a journal says came of contacts: driven through a real partition, read from the bytes of its rows.</summary>
public sealed class OutcomeGathererTests : IDisposable
{
    private static readonly TimeSpan Window = TimeSpan.FromDays(3);

    private readonly PartitionRig _rig = new();

    public void Dispose() => _rig.Check();

    [Fact]
    public void An_acceptance_counts_once_however_often_it_is_said()
    {
        var id = Offer();
        Respond(id, Responses.Shown);
        Respond(id, Responses.Accepted);
        _rig.Do<Duplicate>(new RecordResponse(id, Responses.Accepted, null, Actor.None));
        var settled = Assert.Single(Gather());
        Assert.Equal((id, "P-5G", "web", true), (settled.Contact, settled.Offering, settled.Channel, settled.Accepted));
    }

    [Fact]
    public void The_first_answer_counts_and_a_change_of_mind_does_not()
    {
        var id = Offer();
        Respond(id, Responses.Rejected);
        Respond(id, Responses.Accepted);
        Assert.False(Assert.Single(Gather()).Accepted);
    }

    [Fact]
    public void Silence_counts_only_where_the_contact_was_confirmed()
    {
        // One expires unseen, one is claimed and never heard of again, one is sent.
        Offer();
        var unconfirmed = Offer("sms");
        _rig.Do<ContactClaimed>(new ClaimContact(unconfirmed));
        _rig.Pass(TimeSpan.FromDays(10));
        Assert.Empty(Gather());

        var sent = Offer("sms");
        _rig.Do<ContactClaimed>(new ClaimContact(sent));
        _rig.Do<ContactSettled>(new SettleContact(sent, Sent: true, null));
        _rig.Pass(Window - TimeSpan.FromSeconds(1));
        Assert.Empty(Gather());
        _rig.Pass(TimeSpan.FromSeconds(1));
        var settled = Assert.Single(Gather());
        Assert.Equal((sent, false), (settled.Contact, settled.Accepted));
    }

    [Fact]
    public void Silence_that_another_system_reports_of_a_contact_nobody_confirmed_does_not_count()
    {
        var pending = Offer();
        Respond(pending, Responses.Ignored);
        Assert.Empty(Gather());
    }

    [Fact]
    public void A_click_counts_as_not_accepted_once_its_window_is_over()
    {
        var id = Offer();
        Respond(id, Responses.Clicked);
        _rig.Pass(Window);
        Assert.Empty(Gather());

        // The times of later entries tell that it is over.
        var other = Offer();
        Respond(other, Responses.Accepted);
        Assert.Equal([(id, false), (other, true)], Gather().Select(settled => (settled.Contact, settled.Accepted)));

        // What comes too late changes nothing.
        Respond(id, Responses.Accepted);
        Assert.Equal(2, Gather().Count);
    }

    [Fact]
    public void A_click_that_is_followed_by_an_acceptance_in_time_is_an_acceptance()
    {
        var id = Offer();
        Respond(id, Responses.Clicked);
        Respond(id, Responses.Interested);
        _rig.Pass(Window - TimeSpan.FromMinutes(1));
        Respond(id, Responses.Accepted);
        _rig.Pass(TimeSpan.FromDays(10));
        Respond(Offer(), Responses.Rejected);
        Assert.Equal([true, false], Gather().Select(settled => settled.Accepted));
    }

    [Fact]
    public void Contacts_of_other_systems_are_nothing_to_learn_from()
    {
        _rig.Do<ContactReported>(new ReportContact(
            PartitionRig.Customer, _rig.NextMessage(), "crm", null, "P-5G", ContactPolicy.MarketingClass, "web", _rig.Now, Actor.None));
        _rig.Pass(TimeSpan.FromDays(10));
        Assert.Empty(Gather());
    }

    [Fact]
    public void A_trainer_that_was_cut_off_comes_to_the_same_bytes()
    {
        var inputs = new Dictionary<ContactId, DecisionInputs>();
        for (var i = 0; i < 12; i++)
        {
            var made = _rig.Decide();
            var id = Assert.Single(made.Contacts).After.Id;
            inputs[id] = DecisionFormat.DecodeInputs(made.Inputs);

            // What is accepted is owned, and offered no more: the other offering goes on.
            Respond(id, i == 0 ? Responses.Accepted : (i % 3) switch { 0 => Responses.Rejected, 1 => Responses.Clicked, _ => Responses.Shown });
            _rig.Pass(TimeSpan.FromDays(35));
        }

        byte[] Train(bool broken, params int[] cuts)
        {
            var trainer = new ResponseTrainer();
            var from = 0;
            foreach (var cut in cuts.Append(_rig.Rows.Count))
            {
                foreach (var row in _rig.Rows[from..cut])
                {
                    foreach (var entry in JournalFormat.Decode(row).Entries)
                    {
                        trainer.Take(3, entry);
                    }
                }

                foreach (var settled in trainer.EndStretch())
                {
                    trainer.Learn(settled, inputs[settled.Contact]);
                }

                from = cut;
                if (broken)
                {
                    trainer = new ResponseTrainer(
                        LearnerFormat.Decode(LearnerFormat.Encode(trainer.Learner)), OutcomeGatherer.Decode(trainer.Gatherer.Encode()));
                }
            }

            Assert.Equal(12, trainer.Learner.Outcomes);
            Assert.Equal(1, trainer.Learner.Accepted);
            return [.. LearnerFormat.Encode(trainer.Learner), .. trainer.Gatherer.Encode()];
        }

        var half = _rig.Rows.Count / 2;
        Assert.Equal(Train(broken: false), Train(broken: false));
        Assert.Equal(Train(broken: false, half, half + 3), Train(broken: true, half, half + 3));
    }

    private ContactId Offer(string channel = "web")
    {
        var made = _rig.Decide(channel);
        return Assert.Single(made.Contacts).After.Id;
    }

    private void Respond(ContactId id, Responses response) => _rig.Do<ResponseRecorded>(new RecordResponse(id, response, null, Actor.None));

    private List<SettledContact> Gather()
    {
        var gatherer = new OutcomeGatherer();
        var settled = new List<SettledContact>();
        foreach (var entry in _rig.Rows.SelectMany(row => JournalFormat.Decode(row).Entries))
        {
            gatherer.Gather(3, entry, settled);

            // However it is cut off in between.
            gatherer = OutcomeGatherer.Decode(gatherer.Encode());
        }

        return settled;
    }
}
