using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace OutcomeApi.Tests.Deploy;

/// <summary>
/// The proxy of <c>deploy/nginx.conf</c> in front of some nodes: addresses, ports and the certificate are of the test, the rest is as it stands there.
/// </summary>
internal sealed class NginxProxy : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("outcome-api-nginx-");
    private readonly int _port = FreePort();
    private readonly int _unencrypted = FreePort();
    private Process? _process;

    /// <summary>Writes the files.</summary>
    /// <param name="nodes">Addresses and ports of the nodes.</param>
    public NginxProxy(params string[] nodes)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllText(Certificate, certificate.ExportCertificatePem());
        File.WriteAllText(PathOf("outcome-api.key"), key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(PathOf("error.log"), string.Empty);

        var site = Repository.Read("deploy/nginx.conf");
        (string Is, string Becomes)[] here =
        [
            ("    server outcome-api-1:8080 max_fails=1 fail_timeout=10s;\n    server outcome-api-2:8080 max_fails=1 fail_timeout=10s;\n",
                string.Concat(nodes.Select(node => $"    server {node} max_fails=1 fail_timeout=10s;\n"))),
            ("listen 80;", $"listen 127.0.0.1:{_unencrypted};"), ("listen 443 ssl;", $"listen 127.0.0.1:{_port} ssl;"),
            ("/etc/nginx/tls/", _folder.FullName + "/"), ("/var/log/nginx/", _folder.FullName + "/"),
        ];
        foreach (var (text, becomes) in here)
        {
            site.ShouldContain(text);
            site = site.Replace(text, becomes, StringComparison.Ordinal);
        }

        File.WriteAllText(PathOf("site.conf"), site);
        var temporary = string.Concat(new[] { "client_body", "proxy", "fastcgi", "uwsgi", "scgi" }.Select(what => $"{what}_temp_path {PathOf(what)}; "));
        File.WriteAllText(PathOf("nginx.conf"), $$"""
            daemon off;
            {{(Environment.IsPrivilegedProcess ? "user root;" : string.Empty)}}
            worker_processes 1;
            pid {{PathOf("nginx.pid")}};
            error_log {{PathOf("error.log")}};
            events { worker_connections 512; }
            http { {{temporary}} include {{PathOf("site.conf")}}; }
            """);
    }

    /// <summary>Where it is asked.</summary>
    public Uri Address => new(string.Create(CultureInfo.InvariantCulture, $"https://localhost:{_port}"));

    /// <summary>Where it is asked without encryption.</summary>
    public Uri Unencrypted => new(string.Create(CultureInfo.InvariantCulture, $"http://localhost:{_unencrypted}"));

    /// <summary>The file of its certificate.</summary>
    public string Certificate => PathOf("outcome-api.crt");

    /// <summary>What it has logged of requests.</summary>
    public string Log => File.ReadAllText(PathOf("access.log"));

    /// <summary>Lets nginx look at the files.</summary>
    /// <param name="change">What is changed in the site before.</param>
    public async Task<(int Code, string Said)> TryAsync(Func<string, string>? change = null)
    {
        if (change is not null)
        {
            await File.WriteAllTextAsync(PathOf("site.conf"), change(await File.ReadAllTextAsync(PathOf("site.conf"))));
        }

        var (code, output, errors) = await ServiceProcess.RunScriptAsync(
            _folder.FullName, $"nginx -t -e {PathOf("error.log")} -c {PathOf("nginx.conf")}", TimeSpan.FromSeconds(30));
        return (code, output + errors);
    }

    public async Task StartAsync()
    {
        _process = Process.Start("nginx", ["-e", PathOf("error.log"), "-c", PathOf("nginx.conf")]);
        await Eventually.HoldsAsync(async () =>
        {
            _process.HasExited.ShouldBeFalse(File.ReadAllText(PathOf("error.log")));
            using var socket = new TcpClient();
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, _port);
                return true;
            }
            catch (SocketException)
            {
                return false;
            }
        });
    }

    /// <summary>A client that trusts the certificate and follows no redirects.</summary>
    public HttpClient Client() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        SslOptions = { RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.Subject == "CN=localhost" },
    })
    {
        BaseAddress = Address,
    };

    public void Dispose()
    {
        if (_process is { HasExited: false } process)
        {
            using var stop = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
            process.WaitForExit();
        }

        _process?.Dispose();
        _folder.Delete(recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);
}
