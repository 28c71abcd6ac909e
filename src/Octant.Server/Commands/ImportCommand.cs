using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Octant.Platform.Customers.Import;

namespace Octant.Server.Commands;

/// <summary><c>octant import</c>: sends a file of customers and prints what became of it.</summary>
internal static class ImportCommand
{
    private const int MostRejectsShown = 20;

    private static readonly ServerOptions Server = new();

    private static readonly Argument<FileInfo> Source = new("file") { Description = "The file: one customer a line." };

    private static readonly Option<string> IdColumn = new("--id-column") { Description = "The column that holds the customer's identifier.", Required = true };

    private static readonly Option<string?> Format = new("--format") { Description = "csv or ndjson; otherwise by the file's name." };

    private static readonly Option<string?> Define = new("--define") { Description = "infer: columns that are no attribute yet are declared by their values." };

    public static Command Create()
    {
        Format.AcceptOnlyFromAmong("csv", "ndjson");
        Define.AcceptOnlyFromAmong("infer");
        var command = new Command("import", "Takes in a file of customers; good lines are kept, bad ones are named.") { Source, IdColumn, Format, Define };
        Server.AddTo(command);
        command.SetCommand(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken stop)
    {
        var file = parsed.GetRequiredValue(Source);
        if (!file.Exists)
        {
            throw new CommandFailedException($"There is no file {file.FullName}.");
        }

        await using var server = await Server.OpenAsync(parsed, mayCreate: true, stop);
        var format = parsed.GetValue(Format) ?? (file.Extension is ".ndjson" or ".jsonl" ? "ndjson" : "csv");
        var report = await ProgressDisplay.RunAsync(
            $"Importing {file.Name}",
            progress => SendAsync(server.Client, () => file.OpenRead(), format, parsed.GetRequiredValue(IdColumn), parsed.GetValue(Define), progress, stop));
        Print(report);
        return report.Rejected == 0 ? ExitCode.Done : ExitCode.Failed;
    }

    /// <param name="open">Opens the lines, once for every attempt.</param>
    public static Task<ImportReport> SendAsync(
        OctantClient client, Func<Stream> open, string format, string idColumn, string? define, IWorkProgress? progress, CancellationToken cancellation)
    {
        var path = $"/customers/import?format={format}&idColumn={Uri.EscapeDataString(idColumn)}{(define is null ? "" : "&define=" + define)}";
        return client.SendAsync<ImportReport>(HttpMethod.Post, path, () => new FileContent(open(), progress), cancellation);
    }

    private static void Print(ImportReport report)
    {
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Accepted} accepted ({report.Created} created, {report.Updated} updated, {report.Unchanged} unchanged), {report.Rejected} rejected"));
        foreach (var reject in report.Rejects.Take(MostRejectsShown))
        {
            Console.WriteLine($"  line {reject.Line}, {reject.Field}: {reject.Reason}");
        }

        if (report.Rejected > MostRejectsShown)
        {
            Console.WriteLine($"  and {report.Rejected - MostRejectsShown} more");
        }
    }

    /// <summary>A stream as a body, which tells how much of it has gone.</summary>
    private sealed class FileContent : HttpContent
    {
        private const int Piece = 64 * 1024;

        private readonly Stream _source;
        private readonly IWorkProgress? _progress;

        public FileContent(Stream source, IWorkProgress? progress)
        {
            (_source, _progress) = (source, progress);
            Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            var buffer = new byte[Piece];
            var total = _source.CanSeek ? (double?)_source.Length : null;
            var sent = 0L;
            while (await _source.ReadAsync(buffer) is var read and > 0)
            {
                await stream.WriteAsync(buffer.AsMemory(0, read));
                sent += read;
                _progress?.Report(sent, total);
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = _source.CanSeek ? _source.Length : 0;
            return _source.CanSeek;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                _source.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
