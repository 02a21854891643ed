using System.Collections.Concurrent;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace OutcomeApi.Security;

/// <summary>Notes until when the certificates of issuers are valid, whenever an issuer is asked. Nothing is accepted that would not be otherwise.</summary>
public sealed class IssuerCertificates
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> _validUntil = new();

    /// <summary>Until when the certificates of the issuers asked so far are valid, by host.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> ValidUntil => _validUntil;

    /// <summary>Makes a handler that asks an issuer.</summary>
    public HttpMessageHandler CreateHandler() => new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = Note } };

    private bool Note(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is X509Certificate2 known && sender is SslStream stream)
        {
            _validUntil[stream.TargetHostName] = known.NotAfter.ToUniversalTime();
        }

        return errors == SslPolicyErrors.None;
    }
}
