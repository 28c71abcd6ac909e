using Octant.Engine.Calendar;
using Octant.Engine.Policies;
using Octant.Platform.Decisions.Contracts;
using Octant.Platform.Decisions.Strategies;
using Octant.Platform.Foundation.Documents;
using Octant.Platform.Foundation.Storage;
using Octant.Platform.Foundation.Time;

namespace Octant.Platform.Decisions;

public sealed class PolicyStorage(IDocumentStore documents) : IPolicies, IPlatformZone
{
    public const string ContactPolicyKind = "contact-policy";

    private readonly DocumentReader<ContactPolicy> _policies = new(documents, ContactPolicyKind);
    private readonly DocumentReader<PlatformSettings> _settings = new(documents, PlatformSettings.Kind);

    public ValueTask<IReadOnlyList<ContactPolicy>> ReadContactPoliciesAsync(CancellationToken cancellation) => _policies.ReadAllAsync(cancellation);

    public async ValueTask<PlatformSettings> ReadSettingsAsync(CancellationToken cancellation) =>
        (await _settings.ReadAsync(PlatformSettings.Id, cancellation))?.Value ?? new PlatformSettings();

    public async ValueTask<string> ReadNameAsync(CancellationToken cancellation) => (await ReadSettingsAsync(cancellation)).Zone;

    public async ValueTask<ZoneTable> ReadZoneAsync(CancellationToken cancellation)
    {
        var name = await ReadNameAsync(cancellation);
        return ZoneTables.Find(name) ?? throw new TimeZoneNotFoundException($"This machine does not know the platform's zone '{name}'.");
    }
}
