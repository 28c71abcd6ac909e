using Microsoft.AspNetCore.Identity;

namespace Octant.Platform.Identity.Operators;

/// <summary>
/// Hashes and verifies passwords with ASP.NET Core's own hasher, a few at a time: each takes tens of milliseconds of a core, so that
/// whoever guesses could otherwise stop everybody's work.
/// </summary>
public sealed class Passwords : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly PasswordHasher<Operator> _hasher = new();
    private readonly SemaphoreSlim _cores = new(Math.Max(1, Environment.ProcessorCount / 2));

    /// <summary>Of nobody's password: verified for unknown staff numbers, so that an answer takes as long as for a known one.</summary>
    private readonly Lazy<string> _nobodys;

    public Passwords() => _nobodys = new Lazy<string>(() => _hasher.HashPassword(null!, Guid.NewGuid().ToString()));

    public void Dispose() => _cores.Dispose();

    public string Hash(string password) => _hasher.HashPassword(null!, password);

    /// <param name="hash">Null: there is none, and the answer is no.</param>
    /// <returns>Null when too many are being verified.</returns>
    public async ValueTask<bool?> VerifyAsync(string? hash, string password, CancellationToken cancellation)
    {
        if (!await _cores.WaitAsync(Patience, cancellation))
        {
            return null;
        }

        try
        {
            var verified = await Task.Run(() => _hasher.VerifyHashedPassword(null!, hash ?? _nobodys.Value, password), cancellation);
            return hash is not null && verified != PasswordVerificationResult.Failed;
        }
        finally
        {
            _cores.Release();
        }
    }
}
