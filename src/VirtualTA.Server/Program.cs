using VirtualTA.Server.Conversations;
using VirtualTA.Server.Courses;
using VirtualTA.Server.Engines;
using VirtualTA.Server.Hosting;
using VirtualTA.Server.Hubs;
using VirtualTA.Server.Latency;
using VirtualTA.Server.Lectures;
using VirtualTA.Server.Telemetry;

var builder = WebApplication.CreateBuilder(ServerDefaults.Options(args));
builder.UseServerDefaults();
builder.Services.AddTelemetry();
builder.Services.AddCourses();
builder.Services.AddRecognition();
builder.Services.AddAnswering();
builder.Services.AddSynthesis();
builder.Services.AddConversations();
builder.Services.AddLectures();
builder.Services.AddLatency();

var app = builder.Build();
app.MapHub<TeachingAssistantHub>(TeachingAssistantHub.Path);
app.MapStatus();
app.MapCourses();
app.MapLatency();
app.MapLectures();
app.MapPages();
app.Run();
