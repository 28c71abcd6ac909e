using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Octant.Platform.Foundation.Documents;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Messages;
using Octant.Platform.Foundation.Units;
using Octant.Platform.Identity.Contracts;
using Octant.Platform.Identity.Operators;
using Octant.Platform.Identity.Roles;
using Octant.Platform.Identity.Sessions;
using Octant.Platform.Identity.Sessions.IdentityProvider;

namespace Octant.Platform.Identity;

public sealed class IdentityModule : IModule
{
    public string Name => "Identity";

    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<KeyStorage>();
        services.AddSingleton<IReferenceHolder>(provider => provider.GetRequiredService<KeyStorage>());
        services.AddSingleton<IUnitMember>(provider => provider.GetRequiredService<KeyStorage>());
        services.AddSubscriber<KeysChanged, KeyRing>();
        services.AddSingleton<ICallerSource>(provider => provider.GetRequiredService<KeyRing>());
        services.AddHostedService(provider => provider.GetRequiredService<KeyRing>());
        AddOperators(services);
        services.AddSingleton(SessionTimes.Of(configuration));
        services.AddSingleton<SessionRegister>();
        services.AddSingleton<ICallerSource>(provider => provider.GetRequiredService<SessionRegister>());
        services.AddHostedService(provider => provider.GetRequiredService<SessionRegister>());
        services.AddSingleton<SessionDescriber>();
        services.AddSingleton<UnknownStaffNumbers>();
        services.AddSingleton<SignIn>();
        services.AddSingleton<SignInTickets>();
        services.AddSingleton<SignInByProvider>();
        if (IdentityProviderOptions.Of(configuration) is { } provider)
        {
            services.AddSingleton(provider);
            services.AddSingleton<IdentityProviderClient>();
        }
    }

    public void MapRoutes(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/keys", CreateKey.HandleAsync)
            .RequireScope(Scopes.Admin)
            .WithName("createKey")
            .WithSummary("Makes a key and shows its secret, this once.")
            .Produces<KeyCreated>(StatusCodes.Status201Created);
        routes.MapGet("/keys", ListKeys.HandleAsync)
            .RequireScope(Scopes.Admin)
            .WithName("listKeys")
            .WithSummary("Lists keys without their secrets.");
        routes.MapDelete("/keys/{id}", WithdrawKey.HandleAsync)
            .RequireScope(Scopes.Admin)
            .WithName("withdrawKey")
            .WithSummary("Makes a key invalid at once.")
            .Produces(StatusCodes.Status204NoContent);
        MapOperators(routes);
        MapSessions(routes);
        routes.MapGet("/audit", ReadAudit.HandleAsync)
            .RequireScope(Scopes.AuditRead)
            .WithName("readAudit")
            .WithSummary("Who changed what, and who saw which full number, newest first, with from ≤ time < to.");
        routes.MapGet("/audit/verification", VerifyAudit.HandleAsync)
            .RequireScope(Scopes.AuditRead)
            .RequireWholeOrganisation()
            .WithName("verifyAudit")
            .WithSummary("Reads the whole audit trail and tells whether anything of it was changed, taken out or put in.");
    }

    private static void MapOperators(IEndpointRouteBuilder routes)
    {
        routes.MapDocuments<RoleResource, Role>();
        routes.MapDocuments<OperatorResource, Operator>();
        routes.MapPut("/operators/{staffNumber}/password", SetPassword.HandleAsync)
            .RequireScope(Scopes.OperatorsWrite)
            .WithName("setPassword")
            .WithSummary("Gives an operator a password, takes a lock off, and ends their sessions.")
            .Produces(StatusCodes.Status204NoContent);
        routes.MapGet("/operators/{staffNumber}/sessions", OperatorSessions.ListAsync)
            .RequireScope(Scopes.OperatorsRead)
            .WithName("listSessions")
            .WithSummary("Where an operator is signed in.");
        routes.MapDelete("/operators/{staffNumber}/sessions", OperatorSessions.EndAsync)
            .RequireScope(Scopes.OperatorsWrite)
            .WithName("endSessions")
            .WithSummary("Signs an operator out everywhere, at once.")
            .Produces(StatusCodes.Status204NoContent);
    }

    private static void MapSessions(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/session", SignIn.HandleAsync)
            .AllowAnonymous()
            .WithName("signIn")
            .WithSummary("Signs an operator in by staff number and password, and sets the session's cookie.");
        routes.MapGet("/session/methods", SignInByProvider.Methods)
            .AllowAnonymous()
            .WithName("readSignInMethods")
            .WithSummary("How one can sign in here.");
        routes.MapGet(SignInByProvider.BeginPath, SignInByProvider.BeginAsync)
            .AllowAnonymous()
            .WithName("signInByProvider")
            .WithSummary("Sends a browser to the operator's identity provider; it comes back to returnTo, a path of this server.")
            .Produces(StatusCodes.Status302Found);
        routes.MapGet(SignInByProvider.CallbackPath, SignInByProvider.CompleteAsync)
            .AllowAnonymous()
            .WithName("completeSignIn")
            .WithSummary("Where the identity provider sends a browser back to.")
            .Produces(StatusCodes.Status302Found);
        routes.MapGet("/session", ReadSession.HandleAsync)
            .RequireAnyCaller()
            .WithName("readSession")
            .WithSummary("Who asks, and what they may do.");
        routes.MapDelete("/session", SignOut.HandleAsync)
            .RequireAnyCaller()
            .WithName("signOut")
            .WithSummary("Ends the caller's session.")
            .Produces(StatusCodes.Status204NoContent);
        routes.MapPut("/session/password", ChangePassword.HandleAsync)
            .RequireAnyCaller()
            .WithName("changePassword")
            .WithSummary("The operator chooses a new password; their other sessions end.")
            .Produces(StatusCodes.Status204NoContent);
        routes.MapPut("/session/preferences", PutPreferences.HandleAsync)
            .RequireAnyCaller()
            .WithName("putPreferences")
            .WithSummary("What the operator chooses for themselves.");
    }

    /// <summary>Started in this order: the roles delivered, the first administrator, then everybody into memory.</summary>
    private static void AddOperators(IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<Passwords>();
        services.AddSingleton<OperatorStorage>();
        services.AddHostedService<DeliveredRoles>();
        services.AddHostedService<BootstrapOperator>();
        services.AddSubscriber<OperatorsChanged, OperatorDirectory>();
        services.AddSubscriber<RolesChanged, OperatorDirectory>();
        services.AddHostedService(provider => provider.GetRequiredService<OperatorDirectory>());
        services.AddDocuments<RoleResource, Role>();
        services.AddDocuments<OperatorResource, Operator>();
    }
}
