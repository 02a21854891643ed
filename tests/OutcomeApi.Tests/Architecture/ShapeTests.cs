using System.Reflection;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OutcomeApi.Domain.Results;
using OutcomeApi.Security;

namespace OutcomeApi.Tests.Architecture;

/// <summary>What every handler, wire type and endpoint looks like.</summary>
public sealed class ShapeTests(ApiFactory api) : IClassFixture<ApiFactory>
{
    [Fact]
    public void Handlers_are_sealed_and_there_is_one_for_every_request()
    {
        var types = typeof(Program).Assembly.GetTypes();
        var handlers = types.Where(type => type is { IsAbstract: false, IsClass: true } && HandledBy(type).Any()).ToArray();
        handlers.Length.ShouldBeGreaterThan(10);
        handlers.Where(type => !type.IsSealed).Select(type => type.FullName).ShouldBeEmpty();
        handlers.SelectMany(HandledBy).GroupBy(Definition).Where(g => g.Count() > 1).Select(g => g.Key.FullName).ShouldBeEmpty();

        var requests = types.Where(type => type is { IsAbstract: false, IsInterface: false }
            && type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IRequest<>))).ToArray();
        requests.Select(Definition).Except(handlers.SelectMany(HandledBy).Select(Definition)).Select(type => type.FullName).ShouldBeEmpty();

        static IEnumerable<Type> HandledBy(Type type) => type.GetInterfaces()
            .Where(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IRequestHandler<,>))
            .Select(i => i.GetGenericArguments()[0]);
    }

    [Fact]
    public void Every_endpoint_has_a_policy_or_is_public()
    {
        var endpoints = Endpoints();
        endpoints
            .Where(e => e.Metadata.GetMetadata<IAllowAnonymous>() is null)
            .Where(e => e.Metadata.GetOrderedMetadata<IAuthorizeData>().Any(a => a.Policy is not null && Policies.Roles.ContainsKey(a.Policy)) is false)
            .Select(e => e.DisplayName)
            .ShouldBeEmpty();

        // Whoever makes another address public says so here.
        endpoints.Where(e => e.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            .Select(e => e.RoutePattern.RawText!.Replace("{documentName}", "v1", StringComparison.Ordinal)).Distinct().Order().ShouldBe(
            new[]
            {
                "/health/live", "/health/ready", "/jobs/sign-in", "/jobs/sign-out", $"{ApiFactory.Base}/api-info", $"{ApiFactory.Base}/openapi.json",
                "/", "/delad/{token}", "/delad/{token}/kalender.ics", "/docs/page.js",
                "/logga-in", "/logga-in/konto", "/logga-ut", "/site-{version}.css", "/site-{version}.js",
                "/report-{version}.css", "/sprak/{language:regex(^(sv|en)$)}",
            }.Order());
    }

    [Fact]
    public void Every_policy_is_used() =>
        Policies.Roles.Keys
            .Except(Endpoints().SelectMany(e => e.Metadata.GetOrderedMetadata<IAuthorizeData>()).Select(a => a.Policy!))
            .ShouldBeEmpty();

    [Fact]
    public void Every_wire_type_is_public_and_has_a_name_of_its_own()
    {
        var wire = new HashSet<Type>();
        foreach (var endpoint in Endpoints())
        {
            var types = endpoint.Metadata.OfType<IProducesResponseTypeMetadata>().Select(m => m.Type)
                .Concat(endpoint.Metadata.OfType<IAcceptsMetadata>().Select(m => m.RequestType))
                .Concat(endpoint.Metadata.OfType<MethodInfo>().SelectMany(m => m.GetParameters()).Select(p => BodyOf(p.ParameterType)));
            foreach (var type in types.OfType<Type>())
            {
                Collect(type, wire);
            }
        }

        wire.Count.ShouldBeGreaterThan(20);
        wire.Where(type => !type.IsVisible).Select(type => type.FullName).ShouldBeEmpty();
        wire.GroupBy(SchemaName).Where(g => g.Count() > 1).Select(g => $"{g.Key}: {string.Join(", ", g.Select(t => t.FullName))}").ShouldBeEmpty();
    }

    private RouteEndpoint[] Endpoints()
    {
        RouteEndpoint[] endpoints = [.. api.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()];
        endpoints.Length.ShouldBeGreaterThan(20);
        return endpoints;
    }

    private static Type Definition(Type type) => type.IsGenericType ? type.GetGenericTypeDefinition() : type;

    /// <summary>The statement in a body parameter.</summary>
    private static Type? BodyOf(Type parameter) =>
        parameter.IsGenericType && parameter.Name.StartsWith("Body", StringComparison.Ordinal) ? parameter.GetGenericArguments()[0] : null;

    /// <summary>The type and what its members are made of, as far as it is ours.</summary>
    private static void Collect(Type type, HashSet<Type> into)
    {
        if (type.IsArray)
        {
            Collect(type.GetElementType()!, into);
        }

        foreach (var argument in type.GetGenericArguments())
        {
            Collect(argument, into);
        }

        var isOurs = type.Assembly == typeof(Program).Assembly || type.Assembly == typeof(Fault).Assembly;
        if (isOurs && into.Add(type))
        {
            foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
            {
                Collect(property.PropertyType, into);
            }
        }
    }

    private static string SchemaName(Type type) =>
        type.IsGenericType ? $"{type.Name.Split('`')[0]}Of{string.Join("And", type.GetGenericArguments().Select(SchemaName))}" : type.Name;
}
