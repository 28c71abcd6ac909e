using Octant.Platform.Customers.Contracts;
using Octant.Platform.Decisions.Contracts;
using Octant.Platform.Decisions.Strategies;
using Octant.Platform.Foundation.Partitions;
using Octant.Platform.Foundation.Storage;
using Octant.Platform.Foundation.Time;

namespace Octant.Platform.Decisions;

/// <summary>What every route of this capability that talks to partitions works with.</summary>
public sealed record DecisionsAccess(
    CurrentStrategy Current, ICustomerDirectory Directory, IPartitions Partitions, IProjections Projections, IProjectionStore Store, ICustomerScope Scope, IClock Clock);
