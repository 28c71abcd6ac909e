using Octant.Platform.Decisions.Contracts;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Campaigns.Trials;

/// <param name="Passed">It came out as expected.</param>
/// <param name="Trial">Null where it could not be tried.</param>
/// <param name="Problem">Why it could not be tried; null when it was.</param>
public sealed record PersonaResult(string Name, TestExpectation Expected, bool Passed, CampaignTrial? Trial, string? Problem);

/// <summary>How a campaign as it stands does on its personas, in their order.</summary>
public sealed record CampaignTestResults(string CampaignId, int Passed, IReadOnlyList<PersonaResult> Personas);

/// <summary>Runs the tests of a campaign; they leave no trace.</summary>
public static class RunTests
{
    public static async Task<Result<CampaignTestResults>> HandleAsync(
        string id, Caller caller, CampaignStorage storage, CampaignTestsResource tests, ICampaignTrials trials, CancellationToken cancellation)
    {
        if (!(await storage.ReadAsync(caller, id, cancellation)).TryGet(out var campaign, out var problem))
        {
            return problem;
        }

        var results = new List<PersonaResult>();
        foreach (var test in (await tests.Reader.ReadAsync(id, cancellation))?.Value.Personas ?? [])
        {
            var tried = await trials.TryAsync(
                StartTrial.AsTriedOn(test.Persona, campaign.Value), new TrialRequest(null, test.Persona, test.Channel, null, test.Context), caller, cancellation);
            results.Add(tried.TryGet(out var trial, out var failed)
                ? new PersonaResult(test.Name, test.Expected, (trial.Offer is not null) == (test.Expected == TestExpectation.Offered), trial, null)
                : new PersonaResult(test.Name, test.Expected, Passed: false, null, failed.Detail));
        }

        return new CampaignTestResults(id, results.Count(result => result.Passed), results);
    }
}
