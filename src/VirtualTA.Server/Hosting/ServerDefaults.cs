namespace VirtualTA.Server.Hosting;

/// <summary>What the host does when nobody configures it otherwise.</summary>
internal static class ServerDefaults
{
    private const string Address = "http://localhost:5080";

    private static readonly string[] AddressSettings = ["urls", "http_ports", "https_ports"];

    /// <summary>Settings and pages lie beside the program, wherever it is started from.</summary>
    public static WebApplicationOptions Options(string[] args) => new()
    {
        Args = args,
        ContentRootPath = AppContext.BaseDirectory,
    };

    public static void UseServerDefaults(this WebApplicationBuilder builder)
    {
        // Only if nothing else names an address: a setting in code would win over the command line.
        if (!Array.Exists(AddressSettings, setting => !string.IsNullOrEmpty(builder.Configuration[setting]))
            && !builder.Configuration.GetSection("Kestrel:Endpoints").Exists())
        {
            builder.WebHost.UseUrls(Address);
        }

        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<IHostLifetime, DrainingLifetime>();
        builder.Services.AddHostedService<ConversationDrain>();
        builder.Services.AddOptionsOf<ShutdownOptions>("Shutdown");
    }

    /// <summary>Binds options to a section and refuses to start with wrong ones.</summary>
    public static IServiceCollection AddOptionsOf<TOptions>(this IServiceCollection services, string section)
        where TOptions : class
    {
        services.AddOptions<TOptions>().BindConfiguration(section).ValidateDataAnnotations().ValidateOnStart();
        return services;
    }
}
