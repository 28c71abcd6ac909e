using System.Text.Json.Nodes;

namespace Octant.Platform.Tests.Customers;

public sealed class RealImportTests(CustomerHost host) : IClassFixture<CustomerHost>
{
    private const string Telco = "telco-ibm/Telco-Customer-Churn.csv";
    private const string TelcoQuery = "format=csv&idColumn=customerID&define=infer";

    [RealDataFact(Telco)]
    public async Task A_telecom_operators_customers_come_in_whole_and_a_second_time_change_nothing()
    {
        var own = new CustomerHost();
        await own.InitializeAsync();
        var file = RealData.Read(Telco);

        Assert.Equal(new ImportCounts(7_043, 0, 7_043, 0, 0), await own.ImportWellAsync(file, TelcoQuery));
        Assert.Equal(new ImportCounts(7_043, 0, 0, 0, 7_043), await own.ImportWellAsync(file, TelcoQuery));
        var view = (await own.Administrator.GetAsync("/api/v1/customers/7590-VHVEG")).Json["attributes"]!;
        Assert.Equal(29.85, (double)view["TotalCharges"]!);
        Assert.Equal(0, (double)view["SeniorCitizen"]!);
        Assert.Equal("Yes", (string)view["Partner"]!);
        Assert.Equal(19 + 1, view.AsObject().Count);
        await own.DisposeAsync();
    }

    [RealDataFact(Telco)]
    public async Task Audiences_of_the_telecom_operator_count_as_computed_elsewhere()
    {
        await host.ImportWellAsync(RealData.Read(Telco), TelcoQuery);
        (string Expression, long Count)[] oracles =
        [
            ("""customer.Contract == "Month-to-month" && customer.InternetService == "Fiber optic" && customer.tenure <= 12""", 916),
            ("""customer.Contract == "Month-to-month" && customer.InternetService == "Fiber optic" && customer.tenure <= 12 && customer.Churn == "Yes" """, 643),
            ("""customer.Contract == "Month-to-month" && customer.MonthlyCharges >= 70 && customer.PaymentMethod == "Electronic check" """, 1_274),
            ("""customer.Contract == "Month-to-month" && customer.MonthlyCharges >= 70 && customer.PaymentMethod == "Electronic check" && customer.Churn == "Yes" """, 751),
            ("""customer.Contract == "Two year" """, 1_695),
            ("""customer.Contract == "Two year" && customer.Churn == "Yes" """, 48),
            ("""customer.Churn == "Yes" """, 1_869),
            ("!has(customer.TotalCharges)", 11),
            ("!has(customer.TotalCharges) && customer.tenure == 0", 11),
            ("!(customer.TotalCharges > 0)", 0),
            ("customer.TotalCharges > 0", 7_032),
        ];
        foreach (var (expression, count) in oracles)
        {
            Assert.Equal(count, await CountAsync(expression + """ && has(customer.gender) && has(customer.Contract)"""));
        }

        var answer = await host.Administrator.PostAsync("/api/v1/audiences/breakdown", """{"expression":"has(customer.gender)","by":["Churn"]}""");
        Assert.Equal("""[{"values":["No"],"count":5174},{"values":["Yes"],"count":1869}]""", answer.Json["groups"]!.ToJsonString());
    }

    [RealDataFact("hillstrom/hillstrom-odd.csv")]
    public async Task A_file_with_commas_inside_quotes_counts_as_computed_elsewhere()
    {
        var counts = await host.ImportWellAsync(WithNumbers("hillstrom/hillstrom-odd.csv", ",", "h"), "format=csv&idColumn=row&define=infer");

        Assert.Equal((32_000, 0), (counts.Accepted, counts.Rejected));
        Assert.Equal(10_586, await CountAsync("""customer.segment == "No E-Mail" """));
        Assert.Equal(1_145, await CountAsync("""customer.segment == "No E-Mail" && customer.visit == 1"""));
        Assert.Equal(1_974, await CountAsync("""customer.segment == "Mens E-Mail" && customer.visit == 1"""));
        Assert.Equal(118, await CountAsync("""customer.segment == "Mens E-Mail" && customer.conversion == 1"""));
        Assert.Equal(93, await CountAsync("""customer.segment == "Womens E-Mail" && customer.conversion == 1"""));
        Assert.Equal(651, await CountAsync("""customer.history_segment == "7) $1,000 +" """));
    }

    [RealDataFact("bank-marketing/bank-full.csv")]
    public async Task A_quoted_file_with_semicolons_counts_as_computed_elsewhere()
    {
        var counts = await host.ImportWellAsync(WithNumbers("bank-marketing/bank-full.csv", ";", "b"), "format=csv&idColumn=row&define=infer");

        Assert.Equal((45_211, 0), (counts.Accepted, counts.Rejected));
        Assert.Equal(5_289, await CountAsync("""customer.y == "yes" """));
        Assert.Equal(4_369, await CountAsync("""customer.contact == "cellular" && customer.y == "yes" """));
        Assert.Equal(978, await CountAsync("""customer.poutcome == "success" && customer.y == "yes" """));
    }

    /// <summary>The file has no identifier: a column of line numbers becomes one.</summary>
    private static string WithNumbers(string path, string delimiter, string prefix) =>
        string.Join('\n', File.ReadLines(RealData.Find(path)!).Select((line, number) => $"{(number == 0 ? "row" : $"{prefix}{number}")}{delimiter}{line}"));

    private async Task<long> CountAsync(string expression)
    {
        var body = new JsonObject { ["expression"] = expression };
        var answer = await host.Administrator.PostAsync("/api/v1/audiences/count", body.ToJsonString());
        Assert.True(answer.Status == System.Net.HttpStatusCode.OK, answer.Body);
        return (long)answer.Json["count"]!;
    }
}
