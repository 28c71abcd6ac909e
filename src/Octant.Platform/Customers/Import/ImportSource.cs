using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Customers.Import;

/// <summary>A file with what is known of its form, to be read as often as needed.</summary>
public sealed class ImportSource
{
    private readonly SpooledFile _file;
    private readonly ImportOptions _options;
    private readonly CsvForm _form;
    private readonly JsonImportColumns _members = new();

    public ImportSource(SpooledFile file, ImportOptions options)
    {
        (_file, _options) = (file, options);
        if (options.Format == ImportFormat.Csv)
        {
            using var beginning = file.Open();
            _form = CsvForm.Detect(beginning, options.IdColumn, options.Delimiter, options.Quote);
            _form = options.QuotesMatter ? _form : _form with { Quote = null };
        }
    }

    public Result<IImportReader> Open() =>
        _options.Format == ImportFormat.Ndjson
            ? new JsonImportReader(_file.Open(), _members)
            : CsvImportReader.Open(_file.Open(), _form).TryGet(out var reader, out var problem) ? reader : problem;
}
