using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using OutcomeApi.Client.Http;

namespace OutcomeApi.Client;

/// <summary>Adds the client to the services of a program.</summary>
public static class OutcomeApiServices
{
    /// <summary>Adds an <see cref="OutcomeApiClient"/> that sends again what is safe to send again.</summary>
    public static IHttpClientBuilder AddOutcomeApiClient(this IServiceCollection services, Action<OutcomeApiOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var options = new OutcomeApiOptions();
        configure(options);
        return services
            .AddHttpClient<OutcomeApiClient>(http => Configure(http, options))
            .AddHttpMessageHandler(provider => new ResilienceHandler(SafeResends.Pipeline(options, ClockOf(provider))))
            .AddHttpMessageHandler(() => new WholeAnswers());
    }

    internal static void Configure(HttpClient http, OutcomeApiOptions options)
    {
        if (options.Url is null || string.IsNullOrWhiteSpace(options.Key))
        {
            throw new ArgumentException("Say where the service is (Url) and which key to use (Key).", nameof(options));
        }

        http.BaseAddress = options.Url;
        http.Timeout = Timeout.InfiniteTimeSpan; // The handlers have the time-outs.
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", options.Key);
        http.DefaultRequestHeaders.AcceptLanguage.Add(new StringWithQualityHeaderValue(options.Language));
        http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
    }

    private static TimeProvider ClockOf(IServiceProvider provider) => provider.GetService<TimeProvider>() ?? TimeProvider.System;
}
