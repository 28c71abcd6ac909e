using System.Globalization;
using System.Text;

namespace Octant.Server.Demo;

/// <summary>
/// Customers of the fictional province as lines of CSV, made as they are read: each from the seed and its own number, so
/// that a larger province begins with the same people. Their names are a surname and a form of address, and their telephone
/// numbers begin with 120, which no mobile number does.
/// </summary>
internal static class DemoCustomers
{
    public const string IdColumn = "customerId";

    private const string Header =
        "customerId,name,phone,arpu,balance,dataUsageGb,dataAllowanceGb,nightDataShare,voiceMinutes,tenureMonths,roamingDays,complaintsLastYear,"
        + "churnRisk,ageBand,city,county,homeUnit,area,brand,device,paymentType,preferredChannel,fiveG,autoPay,contractEnd,joinedOn,tags,products,consent.marketing,";

    private static readonly string[] Surnames = ["云", "江", "海", "石", "禾", "林", "沐", "岚", "溪", "乔", "安", "白", "苏", "叶", "秋", "夏"];
    private static readonly string[] Titles = ["先生", "女士"];
    private static readonly string[] Channels = ["app", "web", "sms", "hall", "hotline"];

    private static readonly (string Item, double Weight)[] Ages =
        [("18-24", 14), ("25-34", 26), ("35-44", 23), ("45-54", 19), ("55-64", 12), ("65+", 6)];

    private static readonly (string Item, double Weight)[] Devices =
    [
        ("xingtu-x5", 16), ("xingtu-x7", 12), ("baolan-9", 14), ("baolan-11", 9), ("mingyue-5g", 9),
        ("xingtu-a3", 16), ("baolan-6", 13), ("mingyue-4g", 8), ("keypad", 3),
    ];

    private static readonly (string Plan, double Fee, double Gb, double Weight)[] Plans =
    [
        ("plan-19", 19, 2, 20), ("plan-39", 39, 10, 24), ("plan-59", 59, 20, 20), ("plan-89", 89, 30, 14),
        ("plan-5g-129", 129, 60, 12), ("plan-5g-169", 169, 100, 5), ("plan-5g-239", 239, 150, 2), ("plan-student", 29, 20, 3),
    ];

    private static readonly (string Offering, double Share)[] Helpers =
    [
        ("ringtone", 0.15), ("antispam", 0.1), ("missed-call", 0.2), ("cloud-50", 0.12), ("e-bill", 0.25), ("app-music", 0.08), ("voice-family", 0.1),
    ];

    private static readonly (int Item, double Weight)[] PlanNumbers = [.. Plans.Select((plan, number) => (number, plan.Weight))];

    public static string IdOf(int number) => string.Create(CultureInfo.InvariantCulture, $"L{number:D7}");

    /// <param name="first">Number of the first customer, from 1.</param>
    /// <param name="today">Contracts and first days are told from here.</param>
    public static Stream Open(int first, int count, ulong seed, DateOnly today) => new DemoLines(Lines(first, count, seed, today));

    private static IEnumerable<string> Lines(int first, int count, ulong seed, DateOnly today)
    {
        yield return Header + string.Join(',', DemoSteerings.Attributes);
        for (var number = first; number < first + count; number++)
        {
            yield return Line(number, new DemoRandom(Engine.StableHash.Combine(seed, (ulong)number)), today);
        }
    }

    private static string Line(int number, DemoRandom random, DateOnly today)
    {
        var age = random.Pick(Ages);
        var device = random.Pick(Devices);
        var plan = Plans[random.Pick(PlanNumbers)];
        var county = random.Pick(Province.Counties);
        var fiveG = device is not ("xingtu-a3" or "baolan-6" or "mingyue-4g" or "keypad");
        var arpu = (plan.Fee * 0.85) + (plan.Fee * 0.3 * random.Skewed());
        var usage = plan.Gb * 0.55 * random.Skewed() * (age is "18-24" or "25-34" ? 1.5 : 1.0);
        var tenure = (int)(30 * random.Skewed());
        var roaming = random.Chance(0.12) ? random.Next(1, 20) : 0;
        var complaints = random.Chance(0.08) ? random.Next(1, 4) : 0;
        var risk = Math.Min(0.95, 0.08 + (complaints * 0.15) + (tenure < 12 ? 0.15 : 0) + (usage > plan.Gb * 1.4 ? 0.2 : 0) + (0.1 * random.Next()));
        var night = random.Next() * (age is "18-24" ? 0.7 : 0.4);
        var line = new StringBuilder(280);
        line.Append(IdOf(number))
            .Append(',').Append(random.Pick(Surnames)).Append(random.Pick(Titles))
            .Append(CultureInfo.InvariantCulture, $",120{number:D8}");
        Number(arpu, "F2");
        Number((random.Next() * 120) - 10, "F2");
        Optional(0.03, usage, "F1");
        Number(plan.Gb, "F0");
        Optional(0.15, night, "F2");
        Optional(0.02, 120 * random.Skewed(), "F0");
        Number(tenure, "F0");
        Number(roaming, "F0");
        Number(complaints, "F0");
        Optional(0.05, risk, "F2");
        Text(random.Chance(0.04) ? "" : age);
        Text(county.City);
        Text(county.Id);
        Text(county.Path);
        Text(random.Chance(0.02) ? "" : county.Area);
        Text(plan.Plan.StartsWith("plan-5g", StringComparison.Ordinal) ? "wave" : age is "18-24" ? "qingcong" : "easy");
        Text(random.Chance(0.03) ? "" : device);
        Text(random.Chance(0.6) ? "prepaid" : "postpaid");
        Text(random.Chance(0.35) ? "" : random.Pick(Channels));
        Text(fiveG ? "true" : "false");
        Text(random.Chance(0.1) ? "" : random.Chance(0.4) ? "true" : "false");
        Text(random.Chance(0.45) ? Date(today.AddDays(random.Next(-30, 500))) : "");
        Text(Date(today.AddDays(-(tenure * 30) - random.Next(0, 28))));
        Text(string.Join(';', Tags(random, age, usage, fiveG, roaming, arpu)));
        Text(string.Join(';', Products(random, plan.Plan, county.Area)));
        Text(random.Chance(0.55) ? "granted" : random.Chance(0.2) ? "refused" : "");
        foreach (var count in DemoSteerings.CountsOf(random, age))
        {
            Text(count == 0 ? "" : count.ToString(CultureInfo.InvariantCulture));
        }

        return line.ToString();

        void Text(string text) => line.Append(',').Append(text);

        void Number(double value, string form) => line.Append(',').Append(value.ToString(form, CultureInfo.InvariantCulture));

        void Optional(double missing, double value, string form) => Text(random.Chance(missing) ? "" : value.ToString(form, CultureInfo.InvariantCulture));
    }

    private static IEnumerable<string> Tags(DemoRandom random, string age, double usage, bool fiveG, int roaming, double arpu)
    {
        if (fiveG && usage > 10)
        {
            yield return "5g_ready";
        }

        if (age is "18-24" && random.Chance(0.6))
        {
            yield return "student";
        }

        if (random.Chance(age is "18-24" or "25-34" ? 0.35 : 0.12))
        {
            yield return "video_fan";
        }

        if (random.Chance(age is "18-24" ? 0.3 : 0.06))
        {
            yield return "gamer";
        }

        if (roaming >= 5)
        {
            yield return "traveller";
        }

        if (random.Chance(0.05))
        {
            yield return "business";
        }

        if (arpu >= 160)
        {
            yield return "vip";
        }
    }

    private static IEnumerable<string> Products(DemoRandom random, string plan, string area)
    {
        yield return plan;
        if (random.Chance(0.38))
        {
            yield return area == "urban" && random.Chance(0.15) ? "broadband-1000"
                : area != "rural" && random.Chance(0.4) ? "broadband-500"
                : "broadband-300";
        }

        foreach (var (offering, share) in Helpers)
        {
            if (random.Chance(share))
            {
                yield return offering;
            }
        }

        if (random.Chance(0.15))
        {
            yield return random.Chance(0.6) ? "data-10" : "data-30";
        }
    }

    private static string Date(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>Lines as a stream of UTF-8, made while it is read.</summary>
internal sealed class DemoLines(IEnumerable<string> lines) : Stream
{
    private readonly IEnumerator<string> _lines = lines.GetEnumerator();
    private byte[] _piece = [];
    private int _at;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var copied = 0;
        while (copied < buffer.Length && (_at < _piece.Length || TryMakePiece()))
        {
            var take = Math.Min(buffer.Length - copied, _piece.Length - _at);
            _piece.AsSpan(_at, take).CopyTo(buffer[copied..]);
            (_at, copied) = (_at + take, copied + take);
        }

        return copied;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _lines.Dispose();
        }

        base.Dispose(disposing);
    }

    private bool TryMakePiece()
    {
        if (!_lines.MoveNext())
        {
            return false;
        }

        (_piece, _at) = (Encoding.UTF8.GetBytes(_lines.Current + "\n"), 0);
        return true;
    }
}
