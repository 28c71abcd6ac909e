using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Octant.Engine.Tariffs;

namespace Octant.Server.Commands.Tariffs;

/// <summary>
/// Plans and add-ons as a comparison site publishes them: gigabytes, minutes, messages and a price in whole currency; no
/// overage prices, so that a plan carries what it includes and nothing more. What a customer must be is said in words
/// (<c>specialOption</c>, or a name that ends in <c>(Transfer number)</c>), and becomes the plan's eligibility: an age a
/// condition on <c>customer.age</c>, everything else a tag of the same words.
/// </summary>
internal static partial class PublishedPlans
{
    public const string AgeAttribute = "age";

    private const int MinorPerMajor = 100;
    private const string TransferTag = "Transfer number";

    /// <summary>Members that are read; others are passed over, since such lists carry much that is for reading only.</summary>
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        NumberHandling = JsonNumberHandling.AllowReadingFromString,
    };

    public static PlanList Read(string path, ReadOnlyMemory<byte> plans, string? addOnsPath, ReadOnlyMemory<byte> addOns, PlanRounding rounding)
    {
        var listed = Parse<PublishedPlan>(path, plans);
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var result = new List<TariffPlan>();
        for (var i = 0; i < listed.Count; i++)
        {
            var plan = listed[i];
            if (!ids.Add(plan.Id))
            {
                throw new CommandFailedException($"{Path.GetFileName(path)} [{i}]: expected each plan of an operator once, found '{plan.Id}' again.");
            }

            result.Add(Plan(plan, rounding, Amount(path, i, "price", plan.Price), $"{Path.GetFileName(path)} [{i}]"));
        }

        return new PlanList(null, null, result, addOnsPath is null ? null : AddOns(addOnsPath, addOns, listed));
    }

    private static TariffPlan Plan(PublishedPlan plan, PlanRounding rounding, long fee, string place) => new()
    {
        Id = plan.Id,
        Name = $"{plan.Telco} {plan.PlanName}",
        MonthlyFee = fee,
        Voice = new ServiceTariff { Included = Quantity(place, "talktime", plan.Talktime), Unlimited = plan.Talktime.IsUnlimited, RecordStep = rounding.CallStep },
        Messages = new ServiceTariff { Included = Quantity(place, "sms", plan.Sms), Unlimited = plan.Sms.IsUnlimited },
        Data = new ServiceTariff
        {
            Included = Quantity(place, "data", plan.Data) * PlanFile.MegabytesPerGigabyte,
            Unlimited = plan.Data.IsUnlimited,
            MonthStep = rounding.DataStep ?? 0,
        },
        Eligibility = EligibilityOf(plan),
        Notes = [.. plan.Notes ?? [], .. plan.Cons ?? []],
    };

    private static string? EligibilityOf(PublishedPlan plan)
    {
        if (plan.SpecialOption is { } special)
        {
            return YearsAndAbove().Match(special) is { Success: true } match
                ? $"customer.{AgeAttribute} >= {match.Groups["years"].ValueSpan}"
                : $"{JsonSerializer.Serialize(special, Octant.Platform.Foundation.Json.JsonConventions.Options)} in customer.tags";
        }

        return plan.PlanName.EndsWith("(Transfer number)", StringComparison.OrdinalIgnoreCase) ? $"\"{TransferTag}\" in customer.tags"
            : plan.PlanName.EndsWith("(New number)", StringComparison.OrdinalIgnoreCase) ? $"!(\"{TransferTag}\" in customer.tags)"
            : null;
    }

    private static List<TariffAddOn> AddOns(string path, ReadOnlyMemory<byte> utf8, IReadOnlyList<PublishedPlan> plans)
    {
        var listed = Parse<PublishedAddOn>(path, utf8);
        var result = new List<TariffAddOn>();
        for (var i = 0; i < listed.Count; i++)
        {
            var addOn = listed[i];
            var place = $"{Path.GetFileName(path)} [{i}]";
            var named = NamedPlans(addOn.AppliesToPlans, place);
            var (minutes, messages, gigabytes) = (Quantity(place, "talktime", addOn.Talktime), Quantity(place, "sms", addOn.Sms), Quantity(place, "data", addOn.Data));
            result.Add(new TariffAddOn
            {
                Id = addOn.AddonName,
                Name = addOn.AddonName,
                MonthlyFee = Amount(path, i, "price", addOn.Price),
                Plans = [.. plans.Where(plan => plan.Telco == addOn.AppliesToTelco && named?.Contains(plan.PlanName) is not false).Select(plan => plan.Id)],
                Minutes = addOn.Multiplier ? 0 : minutes,
                Messages = addOn.Multiplier ? 0 : messages,
                Megabytes = addOn.Multiplier ? 0 : gigabytes * PlanFile.MegabytesPerGigabyte,
                MinutesFactor = addOn.Multiplier ? minutes : 1,
                MessagesFactor = addOn.Multiplier ? messages : 1,
                MegabytesFactor = addOn.Multiplier ? gigabytes : 1,
                IsRepeatable = addOn.KeepAdding,
                IsExclusive = addOn.MutuallyExclusive,
            });
        }

        return result;
    }

    /// <summary>Null for all plans of the operator.</summary>
    private static List<string>? NamedPlans(JsonElement element, string place) => element.ValueKind switch
    {
        JsonValueKind.String when element.GetString() is "All" => null,
        JsonValueKind.Array when element.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String) => [.. element.EnumerateArray().Select(item => item.GetString()!)],
        _ => throw new CommandFailedException($"{place}.appliesToPlans: expected \"All\" or a list of names of plans."),
    };

    private static List<T> Parse<T>(string path, ReadOnlyMemory<byte> utf8)
    {
        try
        {
            return JsonSerializer.Deserialize<List<T>>(utf8.Span, Options) ?? throw new JsonException("expected a list");
        }
        catch (JsonException exception)
        {
            throw new CommandFailedException($"{Path.GetFileName(path)}{(exception.LineNumber is { } line ? $" line {line + 1}" : "")}: {exception.Message}");
        }
    }

    private static long Amount(string path, int index, string member, decimal price) =>
        price >= 0 && price * MinorPerMajor == decimal.Floor(price * MinorPerMajor) && price < long.MaxValue / MinorPerMajor
            ? (long)(price * MinorPerMajor)
            : throw new CommandFailedException($"{Path.GetFileName(path)} [{index}].{member}: expected an amount of money of 0 or more with at most two decimals, found {price}.");

    private static decimal Quantity(string place, string member, PublishedNumber number) => Quantity(place, member, number.Value);

    private static decimal Quantity(string place, string member, decimal value) =>
        value >= 0 ? value : throw new CommandFailedException($"{place}.{member}: expected 0 or more, found {value}.");

    [GeneratedRegex("^(?<years>[0-9]{1,3}) years and above$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex YearsAndAbove();

    /// <summary>A number, in quotes or not, or the word unlimited.</summary>
    [JsonConverter(typeof(PublishedNumberConverter))]
    private readonly record struct PublishedNumber(decimal Value, bool IsUnlimited);

    private sealed class PublishedNumberConverter : JsonConverter<PublishedNumber>
    {
        public override PublishedNumber Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType == JsonTokenType.Number)
            {
                return new PublishedNumber(reader.GetDecimal(), IsUnlimited: false);
            }

            var text = reader.TokenType == JsonTokenType.String ? reader.GetString()!.Trim() : "";
            return text.Equals("unlimited", StringComparison.OrdinalIgnoreCase) ? new PublishedNumber(0, IsUnlimited: true)
                : decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? new PublishedNumber(value, IsUnlimited: false)
                : throw new JsonException("expected a number, or unlimited");
        }

        public override void Write(Utf8JsonWriter writer, PublishedNumber value, JsonSerializerOptions options) => throw new NotSupportedException();
    }

    /// <param name="Data">Gigabytes of 1024 megabytes.</param>
    /// <param name="Talktime">Minutes.</param>
    private sealed record PublishedPlan(
        string Telco,
        string PlanName,
        PublishedNumber Data,
        PublishedNumber Talktime,
        PublishedNumber Sms,
        decimal Price,
        string? SpecialOption = null,
        IReadOnlyList<string>? Notes = null,
        IReadOnlyList<string>? Cons = null)
    {
        [JsonIgnore]
        public string Id => $"{Telco}: {PlanName}";
    }

    /// <param name="AppliesToPlans"><c>All</c>, or names of plans.</param>
    /// <param name="Multiplier">Its quantities multiply the plan's own.</param>
    private sealed record PublishedAddOn(
        string AppliesToTelco,
        JsonElement AppliesToPlans,
        string AddonName,
        decimal Data,
        decimal Talktime,
        decimal Sms,
        decimal Price,
        bool KeepAdding = false,
        bool MutuallyExclusive = false,
        bool Multiplier = false);
}
