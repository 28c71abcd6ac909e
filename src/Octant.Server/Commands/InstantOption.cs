using System.CommandLine;
using Octant.Engine.Calendar;
using Octant.Platform.Foundation.Json;

namespace Octant.Server.Commands;

/// <summary>An option that is a moment, in the form of the API.</summary>
internal static class InstantOption
{
    /// <param name="otherwise">Where it is left out.</param>
    public static Option<Instant> Of(string name, string description, Instant otherwise) =>
        new(name)
        {
            Description = description,
            DefaultValueFactory = _ => otherwise,
            CustomParser = result =>
            {
                var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
                if (!InstantConverter.TryParse(text, out var instant))
                {
                    result.AddError($"{name} is '{text}'; expected {JsonShape.Describe(typeof(Instant))}.");
                }

                return instant;
            },
        };
}
