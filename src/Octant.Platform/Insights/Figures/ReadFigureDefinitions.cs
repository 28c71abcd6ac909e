using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Insights.Figures;

/// <summary>How every figure is counted, in both languages. The same for everybody.</summary>
public static class ReadFigureDefinitions
{
    public static Result<FigureDefinitionList> Handle(Caller _) => FigureDefinitions.List;
}
