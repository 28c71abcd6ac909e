using Octant.Engine.Calendar;
using Octant.Engine.Learning;
using Octant.Engine.Partitions;
using Octant.Engine.Profiles;
using Octant.Engine.Statistics.Models;

namespace Octant.Server.Commands.Evidence;

/// <summary>
/// What the response model of decisions would have made of a file: it meets the first rows one by one, once, in their order, as customers
/// with attributes, and is judged on the others, of which it learns nothing.
/// </summary>
internal static class LearnerTrial
{
    private const string Offering = "file";
    private const string Channel = "file";

    public static PredictionReport Run(IReadOnlyList<ModelColumn> columns, IReadOnlyList<bool> outcomes, int trainingRows, double confidence)
    {
        var learner = new ResponseLearner();
        for (var row = 0; row < trainingRows; row++)
        {
            learner.Learn(new ResponseExample(Offering, null, Channel, CustomerOf(columns, row), Instant.MinValue, outcomes[row]));
        }

        var model = new ResponseModel(1, learner);
        var features = new FeatureBuffer();
        var predictions = new List<Prediction>(outcomes.Count - trainingRows);
        for (var row = trainingRows; row < outcomes.Count; row++)
        {
            var customer = CustomerOf(columns, row);
            model.Read(customer, Instant.MinValue, features);
            model.ReadChannel(customer, Channel, features);
            predictions.Add(new Prediction(model.Predict(Offering, null, Channel, features, minimumOutcomes: 1)!.Value.Value, outcomes[row]));
        }

        return PredictionReport.Of(predictions, confidence);
    }

    private static CustomerState CustomerOf(IReadOnlyList<ModelColumn> columns, int row)
    {
        var known = new List<AttributeChange>(columns.Count);
        for (var column = 0; column < columns.Count; column++)
        {
            switch (columns[column])
            {
                case NumberColumn number when !double.IsNaN(number.Values[row]):
                    known.Add(new AttributeChange(column, AttributeValue.OfNumber(number.Values[row])));
                    break;
                case CategoryColumn category when category.Codes[row] >= 0:
                    known.Add(new AttributeChange(column, AttributeValue.OfCategory(category.Levels[category.Codes[row]])));
                    break;
            }
        }

        var customer = new CustomerState(1);
        customer.Profile.Change([.. known]);
        return customer;
    }
}
