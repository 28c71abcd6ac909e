using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Octant.Engine.Calendar;
using Octant.Engine.Expressions;
using Octant.Engine.Partitions;
using Octant.Engine.Profiles;
using Octant.Platform.Customers.Contracts;
using Octant.Platform.Decisions.Audiences;
using Octant.Platform.Foundation.Partitions;

namespace Octant.Platform.Tests.Customers;

public sealed class ExactCountTests
{
    private const int Keys = 3_000;

    /// <summary>
    /// Several threads change, add and erase customers while others ask. Each answer is held against a model of exactly the entries
    /// that bear a time up to the answer's instant.
    /// </summary>
    [Fact]
    public async Task Every_answer_is_exact_at_its_instant_while_customers_come_change_and_go()
    {
        var recorder = new Recorder();
        var host = new RunningHost(
            new Dictionary<string, string?>(StringComparer.Ordinal) { ["Octant:Clock"] = "system" },
            services => services.AddSingleton<ICommittedRows>(recorder));
        await host.InitializeAsync();
        using var client = host.Client();
        await client.PutAsync("/api/v1/attributes/level", """{"kind":"number"}""");
        await client.PutAsync("/api/v1/attributes/plan", """{"kind":"category"}""");
        var services = host.Application.Services;
        var attributes = await services.GetRequiredService<ICustomerDictionary>().ReadAttributesAsync(CancellationToken.None);
        var level = attributes.All.Single(attribute => attribute.Name == "level");
        var plan = attributes.All.Single(attribute => attribute.Name == "plan");
        var partitions = services.GetRequiredService<IPartitions>();
        var scanner = services.GetRequiredService<AudienceScanner>();
        CompiledExpression[] questions = [.. new[] { "customer.level >= 50.0 && customer.plan == \"A\"", "\"t1\" in customer.tags || owns(\"P-1\")", "!has(customer.level)" }
            .Select(text => ExpressionCompiler.Compile(text, new ExpressionSchema(attributes)).Expression!)];

        using var stop = new CancellationTokenSource();
        var writers = Enumerable.Range(0, 3).Select(number => Task.Run(async () =>
        {
            var random = new Random(number);
            while (!stop.IsCancellationRequested)
            {
                var commands = Enumerable.Range(0, 50).Select(_ => Command(random));
                await Task.WhenAll(commands.Select(command => partitions.SubmitAsync(command).AsTask()));
            }
        })).ToArray();
        var answers = new ConcurrentQueue<(Instant AsOf, long Total, long[] Counts)>();
        var askers = Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 60; i++)
            {
                answers.Enqueue(await scanner.AskAsync(
                    attributes, (query, all, asOf) => (asOf, all.Count, questions.Select(question => query.Count(question, asOf)).ToArray()), CancellationToken.None));
            }
        })).ToArray();
        await Task.WhenAll(askers);
        await stop.CancelAsync();
        await Task.WhenAll(writers);
        await host.DisposeAsync();

        Assert.True(answers.Select(answer => answer.AsOf).Distinct().Count() > 20);
        Assert.Contains(answers, answer => answer.Counts[0] > 0 && answer.Total < Keys);
        var model = new Dictionary<long, (double? Level, string? Plan, bool Tagged, bool Owns)>();
        var entries = recorder.Entries.OrderBy(entry => entry.Now).ToArray();
        var next = 0;
        foreach (var (asOf, total, counts) in answers.OrderBy(answer => answer.AsOf))
        {
            for (; next < entries.Length && entries[next].Now <= asOf; next++)
            {
                Apply(entries[next].Outcome);
            }

            Assert.Equal(model.Count, total);
            long[] expected =
            [
                model.Values.Count(customer => customer is { Level: >= 50, Plan: "A" }),
                model.Values.Count(customer => customer.Tagged || customer.Owns),
                model.Values.Count(customer => customer.Level is null),
            ];
            Assert.Equal(expected, counts);
        }

        CustomerCommand Command(Random random)
        {
            long key = random.Next(1, Keys);
            return random.Next(5) == 0
                ? new EraseCustomer(key)
                : new ChangeProfile(
                    key,
                    [
                        new AttributeChange(level.Id, random.Next(5) == 0 ? null : AttributeValue.OfNumber(random.Next(100))),
                        new AttributeChange(plan.Id, AttributeValue.OfCategory(random.Next(2) == 0 ? "A" : "B")),
                    ],
                    random.Next(2) == 0 ? ["t1"] : [],
                    random.Next(4) == 0 ? ["P-1"] : []);
        }

        void Apply(Outcome outcome)
        {
            switch (outcome)
            {
                case ProfileChanged changed:
                    var customer = model.GetValueOrDefault(changed.Key);
                    foreach (var (id, value) in changed.Attributes)
                    {
                        customer = id == level.Id ? customer with { Level = value?.Number } : customer with { Plan = value?.Category };
                    }

                    customer = changed.Tags is null ? customer : customer with { Tagged = changed.Tags.Count > 0 };
                    model[changed.Key] = changed.Owned is null ? customer : customer with { Owns = changed.Owned.Count > 0 };
                    break;
                case CustomerErased erased:
                    model.Remove(erased.Key);
                    break;
            }
        }
    }

    /// <summary>Every durable entry; those of one customer come in order and with times that do not fall.</summary>
    private sealed class Recorder : ICommittedRows
    {
        private readonly ConcurrentQueue<(Instant Now, Outcome Outcome)> _entries = [];

        public IEnumerable<(Instant Now, Outcome Outcome)> Entries => _entries;

        public void Committed(CommittedRow row)
        {
            foreach (var entry in row.Entries)
            {
                _entries.Enqueue((entry.Now, entry.Outcome));
            }
        }
    }
}
