using System.CommandLine;
using System.Globalization;
using Octant.Engine.Calendar;
using Octant.Engine.Expressions;
using Octant.Engine.Profiles;
using Octant.Engine.Tariffs;
using Octant.Platform.Catalog.Contracts;
using Octant.Platform.Customers;
using Octant.Platform.Insights.Tariffs;
using Octant.Server.Commands.Evidence;
using Octant.Server.Commands.Tariffs;
using CustomerState = Octant.Engine.Partitions.CustomerState;

namespace Octant.Server.Commands;

/// <summary><c>octant tariff</c>: what the usage of subscribers costs under every plan they may take, from files alone.</summary>
internal static class TariffCommand
{
    private static readonly Option<string> Plans = new("--plans") { Description = "The plans: a table, a published list as JSON, or Octant's own JSON.", Required = true };

    private static readonly Option<string?> AddOns = new("--addons") { Description = "With a published list: the add-ons that go with its plans." };

    private static readonly Option<string?> Users = new("--users") { Description = "A table of subscribers: user_id, plan, and what eligibility asks for." };

    private static readonly Option<string?> Calls = new("--calls") { Description = "A table of calls: user_id, call_date, duration (minutes)." };

    private static readonly Option<string?> Messages = new("--messages") { Description = "A table of messages: user_id, message_date." };

    private static readonly Option<string?> Internet = new("--internet") { Description = "A table of data sessions: user_id, session_date, mb_used." };

    private static readonly Option<string?> Need = new("--need") { Description = "Instead of files of usage: GIGABYTES,MINUTES,MESSAGES of a month, such as 5,100,100." };

    private static readonly Option<string[]> Tags = new("--tag") { Description = "With --need: what the customer is, such as \"Transfer number\". Can be repeated." };

    private static readonly Option<string[]> Attributes = new("--attribute") { Description = "With --need: NAME=VALUE of the customer, such as age=65. Can be repeated." };

    private static readonly Option<string?> User = new("--user") { Description = "One subscriber only, with every line of the bills." };

    private static readonly Option<decimal> CallStep = new("--call-step") { Description = "Minutes each call is rounded up to; 0 for not at all.", DefaultValueFactory = _ => 1 };

    private static readonly Option<decimal?> DataStep = new("--data-step") { Description = "Megabytes a month's data are rounded up to; otherwise 1024 for a table of plans, 0 for a published list." };

    private static readonly Option<bool> DayFirst = new("--day-first") { Description = "Days are written 27/12/2018." };

    private static readonly Option<bool> Json = new("--json") { Description = "For machines." };

    public static Command Create()
    {
        var command = new Command("tariff", "Bills months of usage under every plan a subscriber may take, and names the plan that suits.")
        {
            Plans, AddOns, Users, Calls, Messages, Internet, Need, Tags, Attributes, User, CallStep, DataStep, DayFirst, Json,
        };
        command.Validators.Add(result =>
        {
            var (byUsers, byNeed) = (result.GetResult(Users) is not null, result.GetResult(Need) is not null);
            if (byUsers == byNeed)
            {
                result.AddError("Give either --users with files of usage, or --need.");
            }
            else if (byUsers && (result.GetResult(Calls) ?? result.GetResult(Messages) ?? result.GetResult(Internet)) is null)
            {
                result.AddError("--users goes with one at least of --calls, --messages and --internet.");
            }
        });
        command.SetCommand((parsed, _) => Task.FromResult(Run(parsed)));
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var (callStep, dataStep) = (parsed.GetValue(CallStep), parsed.GetValue(DataStep));
        if (callStep < 0 || dataStep < 0)
        {
            throw new CommandFailedException("--call-step and --data-step are 0 or more.", ExitCode.Usage);
        }

        var list = PlanFile.Read(parsed.GetRequiredValue(Plans), parsed.GetValue(AddOns), new PlanRounding(callStep, dataStep));
        return parsed.GetValue(Users) is { } users ? AdviseUsers(parsed, list, users) : AdviseNeed(parsed, list, parsed.GetValue(Need)!);
    }

    private static int AdviseUsers(ParseResult parsed, PlanList list, string usersPath)
    {
        var file = UserFile.Read(usersPath);
        var catalog = Compile(list.Plans, file.Dictionary);
        CheckCurrentPlans(file, list);
        var users = parsed.GetValue(User) is not { } only ? file.Users
            : file.Users.FirstOrDefault(user => user.Id == only) is { } found ? [found]
            : throw new CommandFailedException($"There is no user '{only}' in {Path.GetFileName(usersPath)}.");
        var usage = new UsageFiles(catalog.Steps, file.Users, parsed.GetValue(DayFirst));
        Read(parsed.GetValue(Calls), usage.ReadCalls);
        Read(parsed.GetValue(Messages), usage.ReadMessages);
        Read(parsed.GetValue(Internet), usage.ReadSessions);
        var advices = users.Select(user => (User: user, Advice: Advise(list, catalog, usage.Of(user), file.FactsOf(user), user.Plan))).ToList();
        var summaries = advices.Where(item => item.User.Plan is not null)
            .GroupBy(item => item.User.Plan!, StringComparer.Ordinal)
            .OrderBy(group => list.Plans.ToList().FindIndex(plan => plan.Id == group.Key))
            .Select(group => PlanSummary.Of(group.Key, [.. group.Select(item => item.Advice)]));
        var answer = new TariffUsersAnswer(
            list.Currency,
            list.Digits ?? PlanList.UsualDigits,
            [.. summaries],
            [.. advices.Select(item => new UserAdvice(item.User.Id, TariffAnswer.Of(item.Advice)))]);
        if (parsed.GetValue(Json))
        {
            Figures.PrintJson(answer);
        }
        else
        {
            new TariffTables(answer.Currency, answer.Digits).Print(answer, withBills: parsed.GetValue(User) is not null);
        }

        return ExitCode.Done;
    }

    private static int AdviseNeed(ParseResult parsed, PlanList list, string need)
    {
        var facts = new CustomerState(0);
        facts.Profile.SetTags([.. (parsed.GetValue(Tags) ?? []).Select(Symbols.Of)]);
        var catalog = Compile(list.Plans, Describe(parsed.GetValue(Attributes) ?? [], facts));
        var usage = NeedOf(need, catalog.Steps);
        var covering = list.Plans.Where(plan => TariffAdvisor.Price(plan, usage).IsCovered).Select(plan => plan.Id).ToHashSet(StringComparer.Ordinal);
        var advice = Advise(list, catalog, usage, facts, null);
        var open = advice.Options.Count(option => covering.Contains(option.Plan.Id));
        var answer = new TariffNeedAnswer(list.Currency, list.Digits ?? PlanList.UsualDigits, list.Plans.Count, covering.Count, open, TariffAnswer.Of(advice));
        if (parsed.GetValue(Json))
        {
            Figures.PrintJson(answer);
        }
        else
        {
            new TariffTables(answer.Currency, answer.Digits).Print(answer);
        }

        return ExitCode.Done;
    }

    /// <summary>With add-ons, each plan that falls short stands a second time beside itself: with those that complete it.</summary>
    private static TariffAdvice Advise(PlanList list, TariffCatalog catalog, CustomerUsage usage, CustomerState facts, string? currentPlan)
    {
        var candidates = catalog.For(facts, Instant.From(DateTimeOffset.UtcNow));
        if (list.AddOns is { Count: > 0 } addOns)
        {
            candidates =
            [
                .. candidates,
                .. candidates.Where(candidate => candidate.MayTake == Truth.True)
                    .Select(candidate => AddOnChooser.Complete(candidate.Plan, usage, addOns))
                    .OfType<TariffPlan>()
                    .Select(plan => new PlanCandidate(plan, Truth.True)),
            ];
        }

        return TariffAdvisor.Advise(usage, candidates, currentPlan);
    }

    private static TariffCatalog Compile(IReadOnlyList<TariffPlan> plans, AttributeDictionary attributes)
    {
        var catalog = TariffCatalog.Compile(plans, new ExpressionSchema(attributes));
        return catalog.Errors.Count == 0
            ? catalog
            : throw new CommandFailedException(string.Join(Environment.NewLine, catalog.Errors.Select(error => $"The eligibility of plan {error.Plan} does not compile: {error.Error}.")));
    }

    private static void CheckCurrentPlans(UserFile file, PlanList list)
    {
        foreach (var user in file.Users)
        {
            if (user.Plan is { } plan && !list.Plans.Any(known => known.Id == plan))
            {
                throw new CommandFailedException($"User {user.Id} is on plan '{plan}', which is not among the plans: {string.Join(", ", list.Plans.Select(known => known.Id))}.");
            }
        }
    }

    /// <summary>The customer's attributes, and an age nobody gave, which published lists ask for.</summary>
    private static AttributeDictionary Describe(IReadOnlyList<string> attributes, CustomerState facts)
    {
        var dictionary = AttributeDictionary.Empty;
        foreach (var attribute in attributes)
        {
            var parts = attribute.Split('=', 2, StringSplitOptions.TrimEntries);
            if (parts.Length < 2 || parts[0].Length == 0 || parts[1].Length == 0 || dictionary.TryGet(parts[0], out _))
            {
                throw new CommandFailedException($"--attribute is '{attribute}'; expected NAME=VALUE, each name once.", ExitCode.Usage);
            }

            var kind = AttributeTexts.TryNumber(parts[1], out _) ? AttributeKind.Number : AttributeTexts.TryFlag(parts[1], out _) ? AttributeKind.Flag : AttributeKind.Category;
            dictionary = dictionary.With(parts[0], kind);
            facts.Profile.Set(dictionary.Count - 1, AttributeTexts.Parse(parts[1], kind)!.Value);
        }

        return dictionary.TryGet(PublishedPlans.AgeAttribute, out _) ? dictionary : dictionary.With(PublishedPlans.AgeAttribute, AttributeKind.Number);
    }

    private static CustomerUsage NeedOf(string need, RecordSteps steps)
    {
        var parts = need.Split(',', StringSplitOptions.TrimEntries);
        var quantities = new decimal[3];
        for (var i = 0; i < quantities.Length; i++)
        {
            if (parts.Length != quantities.Length
                || !decimal.TryParse(parts[i], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out quantities[i])
                || quantities[i] > TariffChecks.LargestQuantity)
            {
                throw new CommandFailedException($"--need is '{need}'; expected GIGABYTES,MINUTES,MESSAGES, such as 5,100,100.", ExitCode.Usage);
            }
        }

        // Any month: the need is the same in each.
        var (month, usage) = (new BillingMonth(1, 1), new CustomerUsage(steps));
        usage.Add(month, UsageService.Data, quantities[0] * PlanFile.MegabytesPerGigabyte);
        usage.Add(month, UsageService.Voice, quantities[1]);
        usage.Add(month, UsageService.Messages, quantities[2]);
        return usage;
    }

    private static void Read(string? path, Action<string> read)
    {
        if (path is not null)
        {
            read(path);
        }
    }
}
