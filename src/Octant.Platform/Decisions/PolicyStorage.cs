using Octant.Engine.Policies;
using Octant.Platform.Decisions.Contracts;
using Octant.Platform.Foundation.Documents;
using Octant.Platform.Foundation.Storage;

namespace Octant.Platform.Decisions;

public sealed class PolicyStorage(IDocumentStore documents) : IPolicies
{
    public const string ContactPolicyKind = "contact-policy";

    private readonly DocumentReader<ContactPolicy> _policies = new(documents, ContactPolicyKind);
    private readonly DocumentReader<PlatformSettings> _settings = new(documents, PlatformSettings.Kind);

    public ValueTask<IReadOnlyList<ContactPolicy>> ReadContactPoliciesAsync(CancellationToken cancellation) => _policies.ReadAllAsync(cancellation);

    public async ValueTask<PlatformSettings> ReadSettingsAsync(CancellationToken cancellation) =>
        (await _settings.ReadAsync(PlatformSettings.Id, cancellation))?.Value ?? new PlatformSettings();
}
