using System.Globalization;
using System.Text;
using Octant.Engine;

namespace Octant.Bench;

/// <summary>Customers of few attributes with telling names, for what is about events and not about customers.</summary>
public static class Province
{
    private const ulong Seed = 20260101;
    private static readonly string[] Cities = ["Linhai", "Dongshan", "Xiyuan", "Beihe", "Nanlin", "Jinwan", "Hukou", "Anping"];
    private static readonly string[] Brands = ["Go", "Plus", "Prime"];

    /// <summary>Of the customer with this number.</summary>
    public static string CustomerId(int number) => string.Create(CultureInfo.InvariantCulture, $"B{number:D8}");

    /// <summary>A CSV file with 20 attributes, tags and products.</summary>
    public static string Csv(int customers, int first = 0)
    {
        var text = new StringBuilder("id,arpu,data_gb,voice_min,tenure,age,roaming_days,complaints,overage,top_ups,balance,spend_app,spend_video,city,brand,device,channel,fibre,five_g,minor,contract_end,tags,products\n");
        for (var i = first; i < first + customers; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{CustomerId(i)},{Draw(i, 0, 20, 400)},{Draw(i, 1, 0, 120)},{Draw(i, 2, 0, 900)},{Draw(i, 3, 0, 200)},{Draw(i, 4, 15, 90)},");
            text.Append(CultureInfo.InvariantCulture, $"{(Draw(i, 5, 0, 10) < 8 ? "" : Draw(i, 6, 1, 30))},{Draw(i, 7, 0, 4)},{Draw(i, 8, 0, 60)},{Draw(i, 9, 0, 12)},{Draw(i, 10, 0, 300)},{Draw(i, 11, 0, 80)},{Draw(i, 12, 0, 60)},");
            text.Append(CultureInfo.InvariantCulture, $"{Cities[Draw(i, 13, 0, Cities.Length)]},{Brands[Draw(i, 14, 0, 3)]},model-{Draw(i, 15, 0, 40)},{(Draw(i, 16, 0, 2) == 0 ? "web" : "sms")},");
            text.Append(CultureInfo.InvariantCulture, $"{Flag(i, 17)},{Flag(i, 18)},{Flag(i, 19)},2027-{Draw(i, 20, 1, 13):D2}-{Draw(i, 21, 1, 29):D2},");
            text.Append(CultureInfo.InvariantCulture, $"t{Draw(i, 22, 0, 10)};t{Draw(i, 23, 10, 20)},P-{Draw(i, 24, 0, 40)}\n");
        }

        return text.ToString();
    }

    /// <summary>0 ≤ draw &lt; range, moved to begin at least; a pure function of customer and column.</summary>
    private static int Draw(int customer, int column, int least, int below) =>
        least + (int)(StableHash.Combine(StableHash.Combine(Seed, (ulong)customer), (ulong)column) % (ulong)(below - least));

    private static string Flag(int customer, int column) => Draw(customer, column, 0, 2) == 0 ? "true" : "false";
}
