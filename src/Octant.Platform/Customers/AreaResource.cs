using Octant.Engine.Behaviour;
using Octant.Platform.Customers.Contracts;
using Octant.Platform.Foundation.Documents;
using Octant.Platform.Foundation.Messages;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Storage;
using Octant.Platform.Identity.Contracts;

namespace Octant.Platform.Customers;

/// <summary>The rules of an area that expressions name with <c>inArea</c>.</summary>
public sealed class AreaResource(IDocumentStore documents, BackOffice backOffice, IServiceProvider services)
    : DocumentResource<AreaDefinition>(documents, backOffice, services)
{
    private const int MostCells = 10_000;
    private const int MostShapes = 100;
    private const int MostCorners = 1_000;
    private const double LongestRadius = 100_000;

    public override string Kind => DictionaryStorage.Area;

    public override string Route => "areas";

    public override bool CanBeDeleted => false;

    public override string Summary => "An area is a named part of the map: cell or district codes, circles and polygons.";

    public override string ReadScope => Scopes.DictionaryRead;

    public override string WriteScope => Scopes.DictionaryWrite;

    protected override void Check(AreaDefinition candidate, FieldChecks fields)
    {
        fields.RequireText(candidate.Name, "name");
        fields.Require(
            candidate.Cells.Count + candidate.Circles.Count + candidate.Polygons.Count > 0, "cells", "a code at least, or a circle, or a polygon");
        fields.Require(candidate.Cells.Count <= MostCells, "cells", $"at most {MostCells} codes");
        fields.Require(candidate.Circles.Count <= MostShapes, "circles", $"at most {MostShapes} circles");
        fields.Require(candidate.Polygons.Count <= MostShapes, "polygons", $"at most {MostShapes} polygons");
        fields.RequireDistinct(candidate.Cells, "cells");
        for (var i = 0; i < candidate.Cells.Count; i++)
        {
            fields.RequireText(candidate.Cells[i], $"cells[{i}]");
        }

        for (var i = 0; i < candidate.Circles.Count; i++)
        {
            var circle = candidate.Circles[i];
            CheckPlace(circle.Latitude, circle.Longitude, $"circles[{i}]", fields);
            fields.Require(circle.RadiusMetres is > 0 and <= LongestRadius, $"circles[{i}].radiusMetres", $"more than 0 and up to {LongestRadius}", circle.RadiusMetres);
        }

        for (var i = 0; i < candidate.Polygons.Count; i++)
        {
            var corners = candidate.Polygons[i];
            fields.Require(corners.Count is >= 3 and <= MostCorners, $"polygons[{i}]", $"3 to {MostCorners} corners");
            for (var k = 0; k < corners.Count; k++)
            {
                CheckPlace(corners[k].Latitude, corners[k].Longitude, $"polygons[{i}][{k}]", fields);
            }
        }
    }

    protected override OutboxMessage ChangeMessage(string id) => Outbox.Message(new DictionaryChanged(Kind, id));

    private static void CheckPlace(double latitude, double longitude, string field, FieldChecks fields)
    {
        fields.RequireBetween(latitude, -90, 90, $"{field}.latitude");
        fields.RequireBetween(longitude, -180, 180, $"{field}.longitude");
    }
}
