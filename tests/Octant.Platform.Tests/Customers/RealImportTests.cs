namespace Octant.Platform.Tests.Customers;

public sealed class RealImportTests(CustomerHost host) : IClassFixture<CustomerHost>
{
    private const string Telco = "telco-ibm/Telco-Customer-Churn.csv";
    private const string TelcoQuery = "format=csv&idColumn=customerID&define=infer";

    [RealDataFact(Telco)]
    public async Task A_telecom_operators_customers_come_in_whole_and_a_second_time_change_nothing()
    {
        var file = RealData.Read(Telco);
        var first = await host.ImportWellAsync(file, TelcoQuery);
        Assert.Equal(7_043, first.Accepted);
        Assert.Equal(0, first.Rejected);
        Assert.Equal(first.Accepted, first.Created + first.Unchanged);
        var second = await host.ImportWellAsync(file, TelcoQuery);
        Assert.Equal(new ImportCounts(7_043, 0, 0, 0, 7_043), second);
    }
}
